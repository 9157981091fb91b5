import { compareDigest, hash } from '@countersign/core';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { html } from 'hono/html';
import { Problem } from '../api/problems.ts';
import type { Services } from '../services.ts';
import { textPage } from '../text-page.ts';

/** Health, metrics, and the mailbox of development. */
export function operationRoutes(app: OpenAPIHono, services: Services): void {
  const { config, metrics, recentMails, publicUrl, notReady } = services;
  const isProduction = config.NODE_ENV === 'production';

  // A restart does not repair the database, so this does not depend on it.
  app.get('/livez', (c) => c.text('ok'));

  // The schedule checks the database and the keys, so this request costs nothing.
  app.get('/readyz', (c) => {
    if (notReady().length > 0) throw new Problem('unavailable');
    return c.text('ready');
  });

  app.get('/metrics', async (c) => {
    const given = /^bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
    const { METRICS_TOKEN: token } = config;
    const isAllowed =
      token === undefined ? !isProduction : compareDigest(hash('sha256', given), hash('sha256', token));
    // OWASP ASVS 5.0, 13.4.5
    if (!isAllowed) throw new Problem('not-found');
    return c.body(await metrics.registry.metrics(), 200, { 'content-type': metrics.registry.contentType });
  });

  if (isProduction) return;
  const hosts = ['localhost', '127.0.0.1', '[::1]', new URL(publicUrl).hostname];

  app.get('/dev/mail', async (c) => {
    // A page elsewhere can give its own name the address of this machine. The Host header then has that name.
    if (!hosts.includes(new URL(c.req.url).hostname)) throw new Problem('not-found');
    c.header('cache-control', 'no-store');
    if (!(c.req.header('accept') ?? '').includes('text/html')) return c.json(recentMails);
    const items = recentMails.map(({ to, subject, text, sentAt }) => {
      const [before = '', link, after = ''] = text.split(/(https?:\/\/\S+)/);
      const anchor = link === undefined ? '' : html`<a href="${link}">${link}</a>`;
      return html`<article><h2>${subject}</h2><p class="note">To ${to}, ${sentAt.toISOString()}</p><p class="mail">${before}${anchor}${after}</p></article>`;
    });
    return textPage(c, 'Mails', items.length > 0 ? html`${items}` : html`<p>No mail has been sent yet.</p>`);
  });
}
