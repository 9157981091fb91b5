import { createWebhookVerifier } from '@countersign/core/webhooks';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const verify = createWebhookVerifier('github', process.env['WEBHOOK_SECRET'] ?? '');

const app = new Hono();
app.post('/hook', async ({ req, json }) => {
  const { body } = verify(new Uint8Array(await req.arrayBuffer()), req.raw.headers);
  const event = JSON.parse(new TextDecoder().decode(body));
  return json({ action: event.action });
});
app.onError((_error, { text }) => text('invalid webhook', 400));
serve({ fetch: app.fetch, port: Number(process.env['PORT'] ?? 3000) });
