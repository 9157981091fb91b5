import { Hono } from 'hono';
import { html } from 'hono/html';
import { type Html, textPage } from '../text-page.ts';
import type { ApiDescription } from './document.ts';
import { PROBLEMS } from './problems.ts';

/** The OpenAPI document, and pages for readers: the reference, and the meaning of each problem. */
export function referenceRoutes(description: ApiDescription): Hono {
  const routes = new Hono();
  const document = JSON.stringify(description, null, 2);
  routes.get('/openapi.json', (c) => c.body(document, 200, { 'content-type': 'application/json' }));
  routes.get('/docs', (c) =>
    textPage(
      c,
      'API reference',
      html`<p>${description.info.description} For programs: <a href="/openapi.json">openapi.json</a>.</p>${operations(description)}`,
    ),
  );
  routes.get('/problems', (c) => {
    const entries = Object.entries(PROBLEMS).map(
      ([code, { status, title, advice }]) =>
        html`<dt id="${code}"><code>${code}</code> <span class="note">${status}</span></dt><dd>${title} ${advice}</dd>`,
    );
    return textPage(
      c,
      'Problems',
      html`<p>Every error is a problem document (RFC 9457) with one of these codes.</p><dl>${entries}</dl>`,
    );
  });
  return routes;
}

function operations({ paths = {} }: ApiDescription): readonly Html[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    (['get', 'post', 'delete'] as const).flatMap((method) => {
      const operation = item[method];
      if (!operation) return [];
      const {
        operationId,
        summary,
        description = '',
        requestBody,
        responses = {},
        security = [],
      } = operation;
      const needs = security.flatMap((each) => Object.keys(each)).join(' or ');
      const answers = Object.entries(responses).map(
        ([status, response]) =>
          html`<dt>${status}</dt><dd>${'description' in response ? response.description : ''}${example(response)}</dd>`,
      );
      return [
        html`<section id="${operationId}"><h2><code>${method.toUpperCase()} ${path}</code></h2><p>${summary}. ${description}</p>${
          needs === '' ? '' : html`<p class="note">Credentials: ${needs}</p>`
        }${requestBody ? html`<p class="note">Request</p>${example(requestBody)}` : ''}<details><summary>Responses</summary><dl>${answers}</dl></details></section>`,
      ];
    }),
  );
}

/** An example of a body. Problems all have the same form, which `/problems` describes. */
function example(body: object): readonly Html[] {
  if (!('content' in body) || typeof body.content !== 'object' || body.content === null) return [];
  return Object.entries(body.content).flatMap(([type, { example: value }]) =>
    value === undefined
      ? []
      : [
          html`<pre>${type.includes('form') ? new URLSearchParams(value).toString() : JSON.stringify(value, null, 2)}</pre>`,
        ],
  );
}
