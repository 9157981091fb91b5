import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const STYLE = `:root{color-scheme:light dark;background:light-dark(#fff,#14171c);color:light-dark(#1c2128,#e6e9ee);font:16px/1.55 system-ui,sans-serif}body{max-width:52rem;margin:0 auto;padding:1rem 1.25rem 4rem}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem}h1{margin:1rem 0}h2{font-size:1.1rem;margin:0 0 .25rem}code,pre{font:.875rem/1.5 ui-monospace,monospace}
pre{white-space:pre-wrap;overflow-wrap:anywhere;padding:.75rem;border-radius:.5rem;background:light-dark(#f1f3f5,#22262b)}section,article{border-top:1px solid light-dark(#d5dae0,#3a4048);padding:1.25rem 0}
dt{font-weight:600;margin-top:.75rem}dd{margin:0}.note{color:light-dark(#57606a,#a4adb8);font-size:.9rem;margin:.25rem 0}.mail{white-space:pre-wrap;overflow-wrap:anywhere}
a{color:light-dark(#0b57d0,#8ab4f8)}summary{cursor:pointer}`;

const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** Responds with a page that is only text: no script, and the style above. */
export async function textPage(
  c: Context,
  title: string,
  body: Html,
  status: 200 | 404 = 200,
): Promise<Response> {
  c.header('content-security-policy', POLICY);
  return c.html(
    html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · Countersign demo</title>
<style>${raw(STYLE)}</style></head><body><nav aria-label="Pages"><a href="/">Account</a><a href="/walk">API walk</a><a href="/docs">API reference</a><a href="/problems">Problems</a><a href="/playground/">Playground</a></nav><main><h1>${title}</h1>${body}</main></body></html>`,
    status,
  );
}
