import { createWebhookVerifier } from '@countersign/core/webhooks';
import { fastify } from 'fastify';

const verify = createWebhookVerifier('github', process.env['WEBHOOK_SECRET'] ?? '');

const app = fastify();
// In a plugin, if other routes need parsed JSON.
app.addContentTypeParser<Buffer>(
  'application/json',
  { parseAs: 'buffer' },
  async (_: unknown, body: Buffer) => body,
);
app.post<{ Body: Buffer }>('/hook', async (request) => {
  const { body } = verify(request.body, request.raw.headersDistinct);
  const event = JSON.parse(new TextDecoder().decode(body));
  return { action: event.action };
});
app.setErrorHandler((_error, _request, reply) => reply.code(400).send('invalid webhook'));
await app.listen({ port: Number(process.env['PORT'] ?? 3000) });
