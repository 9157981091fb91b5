import { createRemoteKeySet } from '@countersign/jwt';
import { accessTokenRules, createBearerVerifier } from '@countersign/jwt/http';
import { type CanActivate, HttpException } from '@nestjs/common';
import type { Request, Response } from 'express';

const issuer = process.env['ISSUER'] ?? 'https://auth.example.com';
const rules = accessTokenRules({ issuer, audience: 'https://api.example.com', algorithms: ['ES256'] });
const bearer = createBearerVerifier(createRemoteKeySet(`${issuer}/jwks.json`), rules);

/** Use it as `@UseGuards(bearerGuard('read'))`. The claims are in `response.locals`. */
export const bearerGuard = (scope: string): CanActivate => ({
  async canActivate(context) {
    const [{ headersDistinct }, response] = context.getArgs<[Request, Response]>();
    try {
      response.locals = await bearer.verify(headersDistinct['authorization'], { scope });
      return true;
    } catch (error) {
      const answer = bearer.respond(error);
      response.setHeaders(answer.headers);
      throw new HttpException(Object(await answer.json()), answer.status);
    }
  },
});
