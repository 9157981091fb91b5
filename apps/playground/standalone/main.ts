// The pages that work offline, in one file: each is a template, and the fragment of the address says which is shown.
// Going to another loads the file anew, so that leaving a page forgets it, as on the site.

const START: ReadonlyMap<string, () => Promise<unknown>> = new Map([
  ['token', () => import('../token/main.ts')],
  ['digest', () => import('../digest/main.ts')],
  ['password', () => import('../password/main.ts')],
]);

const asked = location.hash.slice(1);
const page = START.has(asked) ? asked : 'token';
const template = document.getElementById(`page-${page}`);
if (template instanceof HTMLTemplateElement) {
  document.title = `${template.title} · Countersign`;
  document.body.append(template.content);
}
addEventListener('hashchange', () => {
  if (START.has(location.hash.slice(1))) location.reload();
});
void START.get(page)?.();

export {};
