import { Hono } from 'hono';
import { html } from 'hono/html';
import { type Html, textPage } from '../text-page.ts';
import type { ApiDescription } from './document.ts';
import { PROBLEMS } from './problems.ts';

/** The OpenAPI document, and pages for readers: the reference, and the meaning of each problem. */
export function referenceRoutes(description: ApiDescription, isProduction: boolean): Hono {
  const routes = new Hono();
  const document = JSON.stringify(description, null, 2);
  const mails = isProduction ? '' : html` The mails of this service: <a href="/dev/mail">/dev/mail</a>.`;
  routes.get('/openapi.json', (c) => c.body(document, 200, { 'content-type': 'application/json' }));
  routes.get('/docs', (c) =>
    textPage(
      c,
      'API reference',
      html`<p>${description.info.description} For programs: <a href="/openapi.json">openapi.json</a>.${mails}</p>${operations(description)}`,
    ),
  );
  routes.get('/problems', (c) => {
    const entries = Object.entries(PROBLEMS).map(
      ([code, { status, title, advice }]) =>
        html`<dt id="${code}"><code>${code}</code> <span class="note">${status}</span></dt><dd>${title} ${inline(advice)}</dd>`,
    );
    return textPage(
      c,
      'Problems',
      html`<p>Every error is a problem document (RFC 9457) with one of these codes.</p><dl>${entries}</dl>`,
    );
  });
  return routes;
}

function operations({ paths = {}, components = {} }: ApiDescription): readonly Html[] {
  const schemas: Json = components.schemas ?? {};
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
          html`<dt>${status}</dt><dd>${inline('description' in response ? response.description : '')}${bodyExample(response, schemas)}</dd>`,
      );
      return [
        html`<section id="${operationId}"><h2><code>${method.toUpperCase()} ${path}</code></h2><p>${summary}. ${description}</p>${
          needs === '' ? '' : html`<p class="note">Credentials: ${needs}</p>`
        }${requestBody ? html`<p class="note">Request</p>${bodyExample(requestBody, schemas)}` : ''}<details><summary>Responses</summary><dl>${answers}</dl></details></section>`,
      ];
    }),
  );
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The example of a body. Problems all have the same form, which `/problems` describes. */
function bodyExample(body: unknown, schemas: Json): readonly Html[] {
  if (!isObject(body) || !isObject(body['content'])) return [];
  return Object.entries(body['content']).flatMap(([type, media]) => {
    const value =
      type.includes('problem') || !isObject(media) ? undefined : example(media['schema'], schemas);
    if (!isObject(value)) return [];
    const isForm = type.includes('form');
    const members = Object.entries(value).map(([name, member]): [string, string] => [name, String(member)]);
    return [
      html`<pre>${isForm ? String(new URLSearchParams(members)) : JSON.stringify(value, null, 2)}</pre>`,
    ];
  });
}

/** A value for a schema, from the examples of its members. */
function example(schema: unknown, schemas: Json): unknown {
  if (!isObject(schema)) return undefined;
  const { $ref: reference, properties, items, enum: values } = schema;
  if (typeof reference === 'string') return example(schemas[reference.replace(/.*\//, '')], schemas);
  if (schema['type'] === 'array') return [example(items, schemas)];
  if (!isObject(properties))
    return schema['example'] ?? schema['default'] ?? (Array.isArray(values) ? values[0] : undefined);
  const members = Object.entries(properties).map(([name, member]) => [name, example(member, schemas)]);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

/** Shows text between backticks as code. */
function inline(text: string): readonly (string | Html)[] {
  return text.split('`').map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`));
}
