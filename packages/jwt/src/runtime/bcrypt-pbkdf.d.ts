declare module 'bcrypt-pbkdf' {
  /** Fills `key` from the passphrase; 0 is success. Lengths are those of the arrays before them. */
  export function pbkdf(
    pass: Uint8Array,
    passLength: number,
    salt: Uint8Array,
    saltLength: number,
    key: Uint8Array,
    keyLength: number,
    rounds: number,
  ): number;
}
