import { createWebhookVerifier } from '@countersign/core/webhooks';
import express, { type ErrorRequestHandler } from 'express';

const verify = createWebhookVerifier('github', process.env['WEBHOOK_SECRET'] ?? '');

const app = express();
// Before express.json(), because the first parser takes the body.
app.post('/hook', express.raw({ type: '*/*' }), (request, response) => {
  const { body } = verify(request.body, request.headersDistinct);
  const event = JSON.parse(new TextDecoder().decode(body));
  response.json({ action: event.action });
});

const reject: ErrorRequestHandler = (_error, _request, response, _next) => {
  response.status(400).send('invalid webhook');
};
app.use(express.json(), reject);
app.listen(Number(process.env['PORT'] ?? 3000));
