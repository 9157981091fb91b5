import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandSecrets, isKeyCommand } from './command-line.ts';
import { issuedTokens, openBody, requestSecrets, withoutIssued } from './exchange.ts';
import { OutputRecord } from './record.ts';

const SECRET = 'plenty of "purple" pénguins';

describe('a record finds a secret', () => {
  test.each([
    ['as it is', `login of ${SECRET} failed`],
    ['in JSON', JSON.stringify({ message: SECRET })],
    ['in a URL', `/reset?password=${encodeURIComponent(SECRET)}`],
    ['in Base64', `Basic ${Buffer.from(SECRET).toString('base64')}`],
    ['in Base64url', Buffer.from(SECRET).toString('base64url')],
    ['in hexadecimal', Buffer.from(SECRET).toString('hex')],
  ])('%s', (_form, text) => {
    const record = new OutputRecord();
    record.hear('the log', 'nothing to see');
    record.hear('the log', text);
    record.plant(SECRET);
    expect(record.leaks()).toEqual(expect.arrayContaining([{ where: 'the log', secret: SECRET }]));
  });

  test.each([
    ['a private key', `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(64)}\n`],
    ['the private half of a JWK', `{"kty":"OKP","d":"${'A'.repeat(43)}"}`],
    [
      'a stored password hash',
      '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    ],
  ])('that nobody planted: %s, unless it is what a command was asked for', (secret, text) => {
    const record = new OutputRecord();
    record.hear('password hash, standard output', text, { isResult: true });
    expect(record.leaks()).toEqual([]);
    record.hear('the log', text);
    expect(record.leaks()).toEqual([{ where: 'the log', secret }]);
  });

  test('in markup', () => {
    const record = new OutputRecord();
    record.plant('<purple> & penguins');
    record.hear('the page', '<p>&lt;purple&gt; &amp; penguins</p>');
    expect(record.leaks()).toEqual([{ where: 'the page', secret: '<purple> & penguins' }]);
  });

  test('where it is not allowed, and knows which allowances nobody needed', () => {
    const record = new OutputRecord();
    record.plant(SECRET);
    for (const where of ['the page', 'the log']) record.hear(where, SECRET);
    record.allow('the page', SECRET);
    expect(record.leaks()).toEqual([{ where: 'the log', secret: SECRET }]);
    expect(record.idleAllowances()).toEqual([]);
    const idle = { where: 'another page', secret: SECRET };
    record.allow(idle.where, idle.secret);
    expect(record.idleAllowances()).toEqual([idle]);
  });

  test('and none where there is none, nor one that is short enough to occur by chance', () => {
    const record = new OutputRecord();
    record.plant('short');
    record.plant(SECRET);
    record.hear('the log', 'a short line');
    expect(record.leaks()).toEqual([]);
  });
});

describe('of an exchange', () => {
  const headers = new Headers({
    authorization: 'Bearer header.payload.signature',
    cookie: 'a=cookie-value; b=other-value',
  });

  test('passwords and tokens are secrets, and what the user is called is not', () => {
    const body = JSON.stringify({
      email: 'alice@example.com',
      password: 'alice@example.com',
      new_password: SECRET,
      token: 'reset-token',
      count: 1,
    });
    expect(requestSecrets(headers, body)).toEqual([
      'header.payload.signature',
      'cookie-value',
      'other-value',
      SECRET,
      'reset-token',
    ]);
    expect(requestSecrets(new Headers(), 'token=form-token&hint=x')).toEqual(['form-token']);
    expect(requestSecrets(new Headers(), 'no JSON')).toEqual([]);
  });

  test.each([
    ['{"email":"a@b","password":"x","of":{"token":"y","label":"z"}}', '{"email":"a@b","of":{"label":"z"}}'],
    ['token=form-token&hint=x', 'hint=x'],
    ['no JSON', 'no JSON'],
    ['', ''],
  ])('what of %j is no secret by its name', (body, open) => expect(openBody(body)).toBe(open));

  test('tokens are handed over once, where they are issued', () => {
    const text = '{"access_token": "eyJ.a.b","refresh_token":"csr_1","email":"a@b"}';
    const answer = new Headers([['set-cookie', '__Host-refresh=csr_2; Path=/; Secure']]);
    expect(issuedTokens(answer, text)).toEqual(['csr_2', 'eyJ.a.b', 'csr_1']);
    expect(withoutIssued(text)).toBe('{"access_token":"","refresh_token":"","email":"a@b"}');
  });
});

describe('of a command line', () => {
  const path = join(tmpdir(), `countersign-leaks-${process.pid}`);
  writeFileSync(path, 'from a file\n');

  test.each([
    [['--insecure-key', 'on the line'], 'on the line'],
    [['--insecure-key=on the line'], 'on the line'],
    [['--key-env', 'KEY'], 'from a variable'],
    [['--password-file', path], 'from a file'],
    [['--password-file', '-'], 'from the input'],
  ])('%j hands over a secret', (args, secret) => {
    expect(commandSecrets(args, { env: { KEY: 'from a variable' }, input: 'from the input\n' })).toEqual([
      secret,
    ]);
  });

  test('other options hand over none', () => {
    expect(commandSecrets(['jwt', 'verify', '--alg', 'HS256', '--jwks', path], {})).toEqual([]);
  });

  test.each([
    [['key', 'convert', 'key.pem'], true],
    [['jwt', 'sign'], false],
  ])('%j writes keys: %s', (args, isKey) => {
    expect(isKeyCommand(args)).toBe(isKey);
  });
});
