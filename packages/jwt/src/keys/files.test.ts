// @module-tag openssl
// @module-tag ssh-keygen
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engine } from '#signature';
import { type Algorithm, exportKey, importKey, type KeyFormat, sign, thumbprint, verify } from '../index.ts';
import { KeyFolder } from '../testing/tools.ts';

// Key files as the real tools make them, on both platforms: node:crypto reads them all; WebCrypto none that are encrypted.

const isNode = engine.name === 'node';
const passphrase = 'päss phrase';
const folder = new KeyFolder();
afterAll(() => folder.remove());

interface KeyFile {
  readonly name: string;
  readonly publicName: string;
  readonly algorithm: Algorithm;
  readonly isEncrypted?: boolean;
  readonly make: () => void;
}

const SSH_TYPES = [
  { type: 'rsa', bits: '2048', algorithm: 'RS256' },
  { type: 'ecdsa', bits: '256', algorithm: 'ES256' },
  { type: 'ecdsa', bits: '384', algorithm: 'ES384' },
  { type: 'ecdsa', bits: '521', algorithm: 'ES512' },
  { type: 'ed25519', bits: '256', algorithm: 'Ed25519' },
] as const;

const SSH_FILES: readonly KeyFile[] = SSH_TYPES.flatMap(({ type, bits, algorithm }) =>
  // ssh-keygen writes Ed25519 keys in its own format alone.
  (type === 'ed25519' ? ['RFC4716'] : ['PEM', 'PKCS8', 'RFC4716']).flatMap((format) =>
    [false, true].map((isEncrypted): KeyFile => {
      const name = `ssh-${type}-${bits}-${format}${isEncrypted ? '-encrypted' : ''}`;
      const secret = isEncrypted ? passphrase : '';
      return {
        name,
        publicName: `${name}.pub`,
        algorithm,
        isEncrypted,
        make: () =>
          folder.sshKeygen(
            name,
            '-t',
            type,
            '-b',
            bits,
            '-m',
            format,
            '-N',
            secret,
            '-a',
            '4',
            '-C',
            'me@host',
          ),
      };
    }),
  ),
);

const pass = ['-passout', `pass:${passphrase}`];

const OPENSSL_FILES: readonly KeyFile[] = [
  {
    name: 'rsa-pkcs8.pem',
    publicName: 'rsa-spki.pem',
    algorithm: 'PS256',
    make: () => {
      folder.openssl(
        'genpkey',
        '-algorithm',
        'RSA',
        '-pkeyopt',
        'rsa_keygen_bits:2048',
        '-out',
        'rsa-pkcs8.pem',
      );
      folder.openssl('pkey', '-in', 'rsa-pkcs8.pem', '-pubout', '-out', 'rsa-spki.pem');
    },
  },
  {
    name: 'rsa-pkcs1.pem',
    publicName: 'rsa-pkcs1-public.pem',
    algorithm: 'RS512',
    make: () => {
      folder.openssl('rsa', '-in', 'rsa-pkcs8.pem', '-traditional', '-out', 'rsa-pkcs1.pem');
      folder.openssl('rsa', '-in', 'rsa-pkcs8.pem', '-RSAPublicKey_out', '-out', 'rsa-pkcs1-public.pem');
    },
  },
  {
    name: 'rsa-pkcs8-encrypted.pem',
    publicName: 'rsa-certificate.pem',
    algorithm: 'RS256',
    isEncrypted: true,
    make: () => {
      folder.openssl(
        'pkcs8',
        '-topk8',
        '-v2',
        'aes-256-cbc',
        '-in',
        'rsa-pkcs8.pem',
        '-out',
        'rsa-pkcs8-encrypted.pem',
        ...pass,
      );
      folder.openssl(
        'req',
        '-x509',
        '-key',
        'rsa-pkcs8.pem',
        '-subj',
        '/CN=test',
        '-days',
        '2',
        '-out',
        'rsa-certificate.pem',
      );
    },
  },
  {
    name: 'rsa-pkcs1-encrypted.pem',
    publicName: 'rsa-spki.pem',
    algorithm: 'RS384',
    isEncrypted: true,
    make: () =>
      folder.openssl(
        'rsa',
        '-in',
        'rsa-pkcs8.pem',
        '-traditional',
        '-aes128',
        '-out',
        'rsa-pkcs1-encrypted.pem',
        ...pass,
      ),
  },
  {
    name: 'ec-sec1.pem',
    publicName: 'ec-certificate.pem',
    algorithm: 'ES256',
    make: () => {
      // With the EC PARAMETERS block that openssl puts before the key.
      folder.openssl('ecparam', '-name', 'prime256v1', '-genkey', '-out', 'ec-sec1.pem');
      folder.openssl(
        'req',
        '-x509',
        '-key',
        'ec-sec1.pem',
        '-subj',
        '/CN=test',
        '-days',
        '2',
        '-out',
        'ec-certificate.pem',
      );
    },
  },
  {
    name: 'ec-pkcs8.pem',
    publicName: 'ec-spki.pem',
    algorithm: 'ES384',
    make: () => {
      folder.openssl(
        'genpkey',
        '-algorithm',
        'EC',
        '-pkeyopt',
        'ec_paramgen_curve:P-384',
        '-out',
        'ec-pkcs8.pem',
      );
      folder.openssl('pkey', '-in', 'ec-pkcs8.pem', '-pubout', '-out', 'ec-spki.pem');
    },
  },
  {
    name: 'ed25519-pkcs8.pem',
    publicName: 'ed25519-spki.pem',
    algorithm: 'EdDSA',
    make: () => {
      folder.openssl('genpkey', '-algorithm', 'ED25519', '-out', 'ed25519-pkcs8.pem');
      folder.openssl('pkey', '-in', 'ed25519-pkcs8.pem', '-pubout', '-out', 'ed25519-spki.pem');
    },
  },
];

const FILES = [...SSH_FILES, ...OPENSSL_FILES];

beforeAll(() => {
  for (const { make } of FILES) make();
});

/** WebCrypto decrypts PKCS#8. The other encryptions need Node.js. */
function isWebFile(name: string): boolean {
  return /pkcs8/i.test(name);
}

const READABLE = FILES.filter(({ name, isEncrypted = false }) => isNode || !isEncrypted || isWebFile(name));

describe.each(READABLE)('$name', (file) => {
  const { name, publicName, algorithm, isEncrypted = false } = file;
  const secret = isEncrypted ? { passphrase } : {};

  test(`signs ${algorithm} for ${publicName}, and its thumbprint is that of its public half`, async () => {
    const privateKey = await importKey(folder.read(name), { algorithm, kind: 'private', ...secret });
    const publicKey = await importKey(folder.read(publicName), { algorithm, kind: 'public' });
    const token = await sign({ id: 1 }, privateKey, { algorithm });
    expect(await verify(token, publicKey, { algorithms: [algorithm] })).toEqual({ id: 1 });
    expect(await thumbprint(privateKey)).toBe(await thumbprint(publicKey));
  });

  test('comes back from its exported forms', async () => {
    const key = await importKey(folder.read(name), { algorithm, kind: 'private', ...secret });
    for (const format of ['pem', 'jwk'] satisfies KeyFormat[]) {
      const again = await importKey(await exportKey(key, format), { algorithm, kind: 'private' });
      expect(await thumbprint(again)).toBe(await thumbprint(key));
    }
  });

  test('is refused for another algorithm and as the other half', async () => {
    const other = algorithm.startsWith('ES') ? 'RS256' : 'ES256';
    const refused = { code: 'ERR_KEY_INVALID' };
    await expect(importKey(folder.read(name), { algorithm: other, ...secret })).rejects.toMatchObject(
      refused,
    );
    await expect(
      importKey(folder.read(name), { algorithm, kind: 'public', ...secret }),
    ).rejects.toMatchObject(refused);
    await expect(importKey(folder.read(publicName), { algorithm, kind: 'private' })).rejects.toMatchObject(
      refused,
    );
  });

  test('is damaged when a part of it is cut out', async () => {
    const text = folder.read(name);
    const half = Math.floor(text.length / 2);
    for (const damaged of [
      text.slice(0, half),
      text.slice(half),
      text.slice(0, half - 40) + text.slice(half),
    ]) {
      await expect(importKey(damaged, { algorithm, ...secret })).rejects.toMatchObject({
        code: 'ERR_KEY_INVALID',
      });
    }
  });
});

describe.each(FILES.filter(({ isEncrypted }) => isEncrypted))('$name, encrypted', ({ name, algorithm }) => {
  test('needs its passphrase', async () => {
    const error = { code: 'ERR_KEY_INVALID' };
    await expect(importKey(folder.read(name), { algorithm })).rejects.toMatchObject(error);
    await expect(importKey(folder.read(name), { algorithm, passphrase: 'wrong' })).rejects.toMatchObject(
      error,
    );
    await expect(importKey(folder.read(name), { algorithm, passphrase: '' })).rejects.toMatchObject(error);
  });

  if (!isNode && !isWebFile(name))
    test('names the command that decrypts it where the runtime cannot', async () => {
      await expect(importKey(folder.read(name), { algorithm, passphrase })).rejects.toMatchObject({
        code: 'ERR_KEY_INVALID',
        message: expect.stringMatching(/`(openssl|ssh-keygen) /),
      });
    });
});

describe('public keys as OpenSSH lines', () => {
  test.each(SSH_FILES.filter(({ isEncrypted }) => !isEncrypted))(
    '$publicName is written back as it was',
    async (file) => {
      const line = folder.read(file.publicName);
      const key = await importKey(line, { algorithm: file.algorithm });
      expect(await exportKey(key, 'openssh')).toBe(line.replace(' me@host', ''));
    },
  );

  test('ssh-keygen computes the same public line from the private file', async () => {
    const privateKey = await importKey(folder.read('ssh-ed25519-256-RFC4716'), { algorithm: 'Ed25519' });
    expect(await exportKey(privateKey, 'openssh')).toBe(
      folder.read('ssh-ed25519-256-RFC4716.pub').replace(' me@host', ''),
    );
  });
});

test('several keys in one file are a question, not a choice', async () => {
  const both = folder.read('rsa-pkcs8.pem') + folder.read('ec-pkcs8.pem');
  await expect(importKey(both, { algorithm: 'RS256' })).rejects.toThrow(/several keys/);
});

test('a PEM reads with other line ends, white space around it and a comment before it', async () => {
  const text = folder.read('rsa-spki.pem');
  for (const variant of [
    text.replaceAll('\n', '\r\n'),
    `\n\n  ${text}\n`,
    `\uFEFF${text}`,
    `Bag Attributes\n${text}`,
  ]) {
    expect(await importKey(variant, { algorithm: 'RS256' })).toMatchObject({ kind: 'public' });
  }
});
