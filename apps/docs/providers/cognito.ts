import { createBearerVerifier, discoverKeySet } from '@countersign/jwt/http';
import { literal, looseObject, picklist } from 'valibot';

const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123';
const keySet = await discoverKeySet(issuer);
export const bearer = createBearerVerifier(keySet, {
  algorithms: ['RS256'],
  issuer,
  require: ['exp', 'sub'],
  // An access token of Cognito has no audience. The client takes its place.
  schema: looseObject({ token_use: literal('access'), client_id: picklist(['1h57kf5cpq17m0eml12EXAMPLE']) }),
});
