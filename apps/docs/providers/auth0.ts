import { createBearerVerifier, discoverKeySet } from '@countersign/jwt/http';

// With the final slash, as in the tokens.
const issuer = 'https://example.eu.auth0.com/';
const keySet = await discoverKeySet(issuer);
export const bearer = createBearerVerifier(keySet, {
  algorithms: ['RS256'],
  issuer,
  audience: 'https://api.example.com',
  require: ['exp', 'sub'],
});
