import { createBearerVerifier, discoverKeySet } from '@countersign/jwt/http';

const issuer = 'https://accounts.google.com';
const keySet = await discoverKeySet(issuer);
export const bearer = createBearerVerifier(keySet, {
  algorithms: ['RS256'],
  issuer,
  // The client id of your application, or the address of your service for tokens of service accounts.
  audience: '1234567890-example.apps.googleusercontent.com',
  require: ['exp', 'sub'],
});
