/** Hashes of the password `swordfish` as other software stores them, to have something to look at. */
export const EXAMPLES: readonly (readonly [name: string, stored: string])[] = [
  ['Django', 'pbkdf2_sha256$600000$lKr1fGZd0nWq$3WTNro7+rSojorv1ly+ocboMZtPQW2naAgYGqUYvVE0='],
  ['PHP', '$2y$10$R.v8hdJ7aTEsfBxykVTm3u0xwL7J0khD4Bozh5I3c6fmaoKopNk66'],
  [
    'Argon2id',
    '$argon2id$v=19$m=19456,t=2,p=1$HrfwhCt/2xAVljbNUidIEA$Bh9Fs4mXz7BUNypIlO8dP8MMPewDT+vQBjjK0Z7r4ZM',
  ],
  ['LDAP', '{SSHA}FtLSDL/q2DP9CACh4a8EvFPvTjlmzZzfldsZHA=='],
];
