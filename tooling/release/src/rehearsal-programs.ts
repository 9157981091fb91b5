/** One program for each library that uses it as its README does, prints `ok`, and needs nothing but that library. */
export const programs: Readonly<Record<string, string>> = {
  '@countersign/core': `
    import { compareDigest, hash, hmac, scrypt, tokenUrlSafe } from '@countersign/core';
    const digest: string = hash('sha256', 'Hash me now!', { encoding: 'hex' });
    if (digest !== '10d561fa94a89a25ea0c7aa47708bdb353bbb062a17820292cd905a3a60d6783') throw new Error(digest);
    // Without a length, an extendable-output function has its own default on some releases of Node.js, and none on others.
    if (hash('shake128', 'Hash me now!', { length: 50 }).length !== 50) throw new Error('shake128');
    if (hash('blake3', '').length !== 32 || hash('blake2b', '').length !== 64) throw new Error('blake');
    const key: Uint8Array = await scrypt('password', new Uint8Array(16), { length: 32 });
    const tag: Uint8Array = hmac('sha256', tokenUrlSafe(), key);
    if (!compareDigest(tag, tag)) throw new Error('compareDigest');
    console.log('ok');`,
  '@countersign/jwt': `
    import { verify, sign, generateKey } from '@countersign/jwt';
    const secret = await generateKey('HS256');
    const token: string = await sign({ id: 7 }, secret, { algorithm: 'HS256', expiresIn: '1m' });
    const claims = await verify(token, secret, { algorithms: ['HS256'] });
    if (claims['id'] !== 7) throw new Error('claims');
    const { privateKey, publicKey } = await generateKey('Ed25519');
    const signed = await sign({ id: 8 }, privateKey, { algorithm: 'Ed25519' });
    if ((await verify(signed, publicKey, { algorithms: ['Ed25519'] }))['id'] !== 8) throw new Error('Ed25519');
    console.log('ok');`,
  '@countersign/password': `
    import { estimateStrength, generatePassword, hashPassword, verifyPassword } from '@countersign/password';
    const password: string = generatePassword({ length: 20 });
    if (!(await verifyPassword(password, await hashPassword(password)))) throw new Error('verifyPassword');
    const bcrypt = '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
    if (!(await verifyPassword('U*U', bcrypt))) throw new Error('bcrypt');
    await estimateStrength('correct horse battery staple');
    console.log('ok');`,
};
