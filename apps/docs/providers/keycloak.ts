import { createBearerVerifier, discoverKeySet } from '@countersign/jwt/http';

const issuer = 'https://login.example.com/realms/example';
const keySet = await discoverKeySet(issuer);
export const bearer = createBearerVerifier(keySet, {
  algorithms: ['RS256'],
  issuer,
  audience: 'reports-api',
  require: ['exp', 'sub'],
});
