import { Hono } from 'hono';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { ApiDescription } from './document.ts';
import { PROBLEMS } from './problems.ts';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** These pages are text: no script, and the one style below, by its digest. */
const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:60rem;margin:0 auto;padding:1rem}code,pre{font:0.9em ui-monospace,monospace}pre{overflow:auto;padding:.75rem;border:1px solid}section{border-top:1px solid;margin-top:2rem}dt{font-weight:600}`;

function page(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>${raw(STYLE)}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`;
}

async function policy(): Promise<string> {
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(STYLE))).toString('base64');
  return `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

/** The description itself, and pages for people made from it: the reference, and what each problem means. */
export function referenceRoutes(description: ApiDescription): Hono {
  const routes = new Hono();
  const text = JSON.stringify(description, null, 2);
  routes.get('/openapi.json', (c) => c.body(text, 200, { 'content-type': 'application/json' }));
  routes.get('/docs', async (c) => {
    c.header('content-security-policy', await policy());
    return c.html(
      page(
        'API reference',
        html`<p>${description.info.description} The same for programs: <a href="/openapi.json">openapi.json</a>. Problems: <a href="/problems">what each means</a>.</p>${operations(description)}`,
      ),
    );
  });
  routes.get('/problems', async (c) => {
    c.header('content-security-policy', await policy());
    const entries = Object.entries(PROBLEMS).map(
      ([code, { status, title, advice }]) =>
        html`<dt id="${code}"><code>${code}</code> (${status})</dt><dd>${title} ${advice}</dd>`,
    );
    return c.html(page('Problems', html`<dl>${entries}</dl>`));
  });
  return routes;
}

function operations({ paths = {} }: ApiDescription): readonly Html[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    (['get', 'post', 'delete'] as const).flatMap((method) => {
      const operation = item[method];
      if (!operation) return [];
      const request = operation.requestBody;
      const responses = Object.entries(operation.responses ?? {}).map(
        ([status, response]) =>
          html`<dt>${status}</dt><dd>${'description' in response ? response.description : ''}${contents(response)}</dd>`,
      );
      return [
        html`<section><h2><code>${method.toUpperCase()} ${path}</code></h2><p>${operation.summary}. ${operation.description ?? ''}</p>${
          operation.security
            ? html`<p>Needs: ${operation.security.flatMap((each) => Object.keys(each)).join(', ')}.</p>`
            : ''
        }${request ? html`<h3>Request</h3>${contents(request)}` : ''}<h3>Responses</h3><dl>${responses}</dl></section>`,
      ];
    }),
  );
}

/** The schemas of a body. Problems all look alike and are described once. */
function contents(body: object): readonly Html[] {
  if (!('content' in body) || typeof body.content !== 'object' || body.content === null) return [];
  return Object.entries(body.content).flatMap(([type, media]) =>
    type === 'application/problem+json'
      ? []
      : [html`<pre>${type}\n${JSON.stringify(media.schema, null, 2)}</pre>`],
  );
}
