// The pages that work offline, in one file: each is a template, and the fragment of the address says which is shown.
// A change of the page reloads the file, which clears the page.

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
