import { sign, verify } from '@octokit/webhooks-methods';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { fromUtf8 } from '../bytes.ts';
import { createWebhookVerifier, signWebhook } from '../webhooks.ts';

// Webhooks in both directions with the libraries of the providers.

const BODY = '{"event":"paid","name":"Zoë 😀"}';
const ALTERED = BODY.replace('paid', 'free');
const SIGNATURE_ERROR: unknown = expect.objectContaining({ code: 'ERR_WEBHOOK_SIGNATURE' });

test('exchanges webhooks with standardwebhooks', () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const theirs = new Webhook(secret);
  const ours = createWebhookVerifier('standard', secret);
  const sentAt = new Date();
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
    'webhook-signature': theirs.sign('msg_1', sentAt, BODY),
  };
  expect(ours(BODY, headers)).toMatchObject({ id: 'msg_1' });
  expect(() => ours(ALTERED, headers)).toThrow(SIGNATURE_ERROR);
  expect(theirs.verify(BODY, signWebhook('standard', secret, BODY))).toEqual(JSON.parse(BODY));
});

test('exchanges webhooks with @octokit/webhooks-methods', async () => {
  const secret = 'a secret of GitHub';
  const ours = createWebhookVerifier('github', secret);
  const headers = { 'x-hub-signature-256': await sign(secret, BODY) };
  expect(fromUtf8(ours(BODY, headers).body)).toBe(BODY);
  expect(() => ours(ALTERED, headers)).toThrow(SIGNATURE_ERROR);
  const { 'x-hub-signature-256': signature = '' } = signWebhook('github', secret, BODY);
  expect(await verify(secret, BODY, signature)).toBe(true);
});

test('exchanges webhooks with stripe', () => {
  const secret = 'whsec_a_secret_of_stripe';
  const { webhooks } = new Stripe('sk_test_x');
  const ours = createWebhookVerifier('stripe', secret);
  const headers = { 'stripe-signature': webhooks.generateTestHeaderString({ payload: BODY, secret }) };
  expect(fromUtf8(ours(BODY, headers).body)).toBe(BODY);
  expect(() => ours(ALTERED, headers)).toThrow(SIGNATURE_ERROR);
  const { 'stripe-signature': signature = '' } = signWebhook('stripe', secret, BODY);
  expect(webhooks.constructEvent(BODY, signature, secret)).toEqual(JSON.parse(BODY));
});
