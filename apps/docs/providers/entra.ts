import { createBearerVerifier, discoverKeySet } from '@countersign/jwt/http';

const tenant = '72f988bf-0000-4000-8000-2d7cd011db47';
const issuer = `https://login.microsoftonline.com/${tenant}/v2.0`;
const keySet = await discoverKeySet(issuer);
export const bearer = createBearerVerifier(keySet, {
  algorithms: ['RS256'],
  issuer,
  // The client id of the API, not of the program that calls it.
  audience: '6e74172b-0000-4000-8000-fee7e48d6f7e',
  require: ['exp', 'sub'],
});
