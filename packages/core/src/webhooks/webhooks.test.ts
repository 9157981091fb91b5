import { describe, expect, test } from 'vitest';
import { fromUtf8, utf8 } from '../bytes.ts';
import { hmac } from '../hmac/hmac.ts';
import { createWebhookVerifier, signWebhook, type WebhookScheme } from '../webhooks.ts';

const NAMES = ['standard', 'github', 'stripe', 'slack', 'shopify'] as const;
const BODY = '{"event":"paid","amount":1.50}';
const SECRET = 'c2VjcmV0IG9mIHRoZSB3ZWJob29r';
const NOW = 1_800_000_000;
const now = new Date(NOW * 1000);

const CUSTOM: WebhookScheme = {
  signatureHeader: 'X-Zm-Signature',
  timestampHeader: 'X-Zm-Request-Timestamp',
  content: 'v0:{timestamp}:{body}',
  prefix: 'v0=',
  algorithm: 'SHA-512',
};

const fails = (code: string): object => expect.objectContaining({ name: 'WebhookError', code });
const rejects = (argument: string): object =>
  expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT', argument });

function signed(scheme: (typeof NAMES)[number] | WebhookScheme): Record<string, string> {
  const hasTimestamp = scheme !== 'github' && scheme !== 'shopify';
  return signWebhook(scheme, SECRET, BODY, hasTimestamp ? { timestamp: NOW } : {});
}

// The examples of the providers' documentation.
describe('published examples', () => {
  test('of Standard Webhooks verify', () => {
    const verify = createWebhookVerifier('standard', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', {
      now: new Date(1_614_265_330_000),
    });
    const verified = verify('{"test": 2432232314}', {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
    expect(verified).toEqual({
      body: utf8('{"test": 2432232314}'),
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: 1_614_265_330,
    });
  });

  test('of GitHub verify', () => {
    const verify = createWebhookVerifier('github', "It's a Secret to Everybody");
    const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    const { body } = verify('Hello, World!', new Headers({ 'X-Hub-Signature-256': signature }));
    expect(fromUtf8(body)).toBe('Hello, World!');
  });

  test('of Slack verify', () => {
    const verify = createWebhookVerifier('slack', '8f742231b10e8888abcd99yyyzzz85a5', {
      now: new Date(1_531_420_618_000),
    });
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    const headers = {
      'X-Slack-Request-Timestamp': '1531420618',
      'X-Slack-Signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    };
    expect(verify(body, headers).timestamp).toBe(1_531_420_618);
  });
});

describe.each([...NAMES.map((name) => [name, name] as const), ['a custom scheme', CUSTOM] as const])(
  '%s',
  (_name, scheme) => {
    const verify = createWebhookVerifier(scheme, SECRET, { now });

    test('verifies a signed webhook with headers in any form', () => {
      const headers = signed(scheme);
      const upperCase = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]),
      );
      const lists = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
      for (const form of [headers, upperCase, lists, new Headers(headers)]) {
        expect(fromUtf8(verify(BODY, form).body)).toBe(BODY);
        expect(verify(utf8(BODY), form).body).toEqual(utf8(BODY));
      }
    });

    test('rejects an altered body, another secret, and an altered signature', () => {
      const headers = signed(scheme);
      expect(() => verify(`${BODY} `, headers)).toThrow(fails('ERR_WEBHOOK_SIGNATURE'));
      expect(() => createWebhookVerifier(scheme, 'b3RoZXI=', { now })(BODY, headers)).toThrow(
        fails('ERR_WEBHOOK_SIGNATURE'),
      );
      const other = signWebhook(
        scheme,
        SECRET,
        'other',
        scheme === 'github' || scheme === 'shopify' ? {} : { timestamp: NOW },
      );
      expect(() => verify(BODY, { ...headers, ...other })).toThrow(fails('ERR_WEBHOOK_SIGNATURE'));
    });

    test('accepts each of several secrets', () => {
      const rotating = createWebhookVerifier(scheme, ['b2xk', utf8('bytes'), SECRET], { now });
      expect(fromUtf8(rotating(BODY, signed(scheme)).body)).toBe(BODY);
    });

    test('rejects missing and repeated headers', () => {
      const headers = signed(scheme);
      for (const [name, value] of Object.entries(headers)) {
        expect(() => verify(BODY, { ...headers, [name]: undefined })).toThrow(fails('ERR_WEBHOOK_HEADER'));
        expect(() => verify(BODY, { ...headers, [name]: [value, value] })).toThrow(
          fails('ERR_WEBHOOK_HEADER'),
        );
        expect(() => verify(BODY, { ...headers, [name.toUpperCase()]: value })).toThrow(
          fails('ERR_WEBHOOK_HEADER'),
        );
        expect(() => verify(BODY, { ...headers, [name]: 'x'.repeat(5000) })).toThrow(
          fails('ERR_WEBHOOK_HEADER'),
        );
      }
      expect(() => verify(BODY, {})).toThrow(fails('ERR_WEBHOOK_HEADER'));
    });

    test('raises a WebhookError for any text in a header', () => {
      const headers = signed(scheme);
      for (const name of Object.keys(headers)) {
        for (const text of [
          '',
          ' ',
          'é',
          '=',
          'v1',
          'v1,',
          'v1=',
          't=',
          't=1,t=1',
          'v0=zz',
          'sha256=',
          'a'.repeat(64),
          '\ud800',
          '0',
          '-1',
          '1e3',
          '18000000000000000',
        ]) {
          expect(() => verify(BODY, { ...headers, [name]: text })).toThrow(
            expect.objectContaining({ code: expect.stringMatching(/^ERR_WEBHOOK_(HEADER|SIGNATURE)$/) }),
          );
        }
      }
    });

    test('copies the secret and the body', () => {
      const secret = utf8('secret bytes');
      const copied = createWebhookVerifier(scheme, secret, { now });
      const headers = signWebhook(
        scheme,
        utf8('secret bytes'),
        BODY,
        scheme === 'github' || scheme === 'shopify' ? {} : { timestamp: NOW },
      );
      secret.fill(0);
      const body = utf8(BODY);
      const verified = copied(body, headers);
      body.fill(0);
      expect(verified.body).toEqual(utf8(BODY));
    });

    test('rejects a parsed body with instructions', () => {
      for (const body of [{ event: 'paid' }, null, undefined, 7, []]) {
        // @ts-expect-error not a raw body
        expect(() => verify(body, signed(scheme))).toThrow(
          expect.objectContaining({ argument: 'body', message: expect.stringContaining('express.raw') }),
        );
      }
    });
  },
);

describe.each(['standard', 'stripe', 'slack'] as const)('the time window of %s', (scheme) => {
  test.each([
    [0, 300],
    [300, 300],
    [-300, 300],
    [60, 60],
  ])('accepts a difference of %d s within %d s', (difference, tolerance) => {
    const verify = createWebhookVerifier(scheme, SECRET, {
      tolerance,
      now: () => new Date((NOW + difference) * 1000),
    });
    expect(verify(BODY, signed(scheme)).timestamp).toBe(NOW);
  });

  test.each([
    [301, undefined],
    [-301, undefined],
    [61, '1m'],
    [1, 0],
  ])('rejects a difference of %d s with the tolerance %j', (difference, tolerance) => {
    const verify = createWebhookVerifier(scheme, SECRET, {
      tolerance,
      now: () => new Date((NOW + difference) * 1000),
    });
    expect(() => verify(BODY, signed(scheme))).toThrow(fails('ERR_WEBHOOK_TIMESTAMP'));
  });

  test('is the current time by default', () => {
    expect(createWebhookVerifier(scheme, SECRET)(BODY, signWebhook(scheme, SECRET, BODY)).body).toEqual(
      utf8(BODY),
    );
  });
});

describe('several signatures', () => {
  test.each([
    ['standard', ' ', 'webhook-signature', ['v1a,AAAA', 'v1,AAAA']],
    ['stripe', ',', 'stripe-signature', ['v0=00', 'v1=00']],
  ] as const)('of %s verify if one matches', (scheme, separator, name, others) => {
    const headers = signed(scheme);
    const verify = createWebhookVerifier(scheme, SECRET, { now });
    const all = [headers[name], ...others].join(separator);
    expect(verify(BODY, { ...headers, [name]: all }).timestamp).toBe(NOW);
    const many = [headers[name], ...Array.from({ length: 40 }, () => others[1])].join(separator);
    expect(() => verify(BODY, { ...headers, [name]: many })).toThrow(fails('ERR_WEBHOOK_HEADER'));
  });
});

test('rejects an id with a dot, which would move the limits of the signed text', () => {
  const content = hmac('sha256', utf8('k'), `msg.1.${NOW}.body`, { encoding: 'base64' });
  const verify = createWebhookVerifier('standard', utf8('k'), { now });
  const headers = {
    'webhook-id': 'msg.1',
    'webhook-timestamp': String(NOW),
    'webhook-signature': `v1,${content}`,
  };
  expect(() => verify('body', headers)).toThrow(fails('ERR_WEBHOOK_HEADER'));
});

test.each([
  ['scheme', 'gitlab', SECRET, {}],
  ['scheme', undefined, SECRET, {}],
  ['signatureHeader', {}, SECRET, {}],
  ['signatureHeader', { signatureHeader: 'x y' }, SECRET, {}],
  ['algorithm', { signatureHeader: 'x', algorithm: 'shake128' }, SECRET, {}],
  ['content', { signatureHeader: 'x', timestampHeader: 't' }, SECRET, {}],
  ['content', { signatureHeader: 'x', content: '{timestamp}.{body}' }, SECRET, {}],
  ['content', { signatureHeader: 'x', content: 'nothing' }, SECRET, {}],
  [
    'timestampPrefix',
    { signatureHeader: 'x', content: '{timestamp}{body}', timestampPrefix: 't=' },
    SECRET,
    {},
  ],
  ['secrets', 'github', '', {}],
  ['secrets', 'github', undefined, {}],
  ['secrets', 'github', [], {}],
  ['secrets', 'github', [SECRET, ''], {}],
  ['secrets', 'standard', 'not Base64!', {}],
  ['secrets', 'standard', 'whsec_', {}],
  ['tolerance', 'standard', SECRET, { tolerance: -1 }],
  ['tolerance', 'github', SECRET, { tolerance: 60 }],
  ['now', 'standard', SECRET, { now: 7 }],
  ['clock', 'standard', SECRET, { clock: now }],
])('rejects a wrong %s', (argument, scheme, secrets, options) => {
  // @ts-expect-error wrong arguments, as JavaScript may pass them
  expect(() => createWebhookVerifier(scheme, secrets, options)).toThrow(rejects(argument));
});

test.each([
  ['secret', 'github', '', {}],
  ['id', 'github', SECRET, { id: 'x' }],
  ['id', 'standard', SECRET, { id: 'a.b' }],
  ['timestamp', 'github', SECRET, { timestamp: NOW }],
  ['timestamp', 'slack', SECRET, { timestamp: NOW * 1000 }],
] as const)('rejects a wrong %s of a webhook to be sent', (argument, scheme, secret, options) => {
  expect(() => signWebhook(scheme, secret, BODY, options)).toThrow(rejects(argument));
});
