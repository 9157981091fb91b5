// How a changeset becomes a line of a changelog: its text, with a link to the commit that added it.
// Needs no token and no network, so that a release can be rehearsed anywhere.

/** @type {(commit: string | undefined, repository: string) => string} */
const link = (commit, repository) =>
  commit ? `[\`${commit.slice(0, 7)}\`](${repository}/commit/${commit}) ` : '';

export const getReleaseLine = async (changeset, _type, { repository }) => {
  const [first, ...rest] = changeset.summary.trim().split('\n');
  return [
    `- ${link(changeset.commit, repository)}${first}`,
    ...rest.map((line) => `  ${line}`.trimEnd()),
  ].join('\n');
};

export const getDependencyReleaseLine = async (_changesets, dependencies) =>
  dependencies.length === 0
    ? ''
    : [
        '- Updated dependencies',
        ...dependencies.map(({ name, newVersion }) => `  - ${name}@${newVersion}`),
      ].join('\n');

export default { getReleaseLine, getDependencyReleaseLine };
