import type { Request, Response } from 'express';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Secret } from '../../../config/secret.js';
import { CLIENT_ID, TENANT_ID, unitConfiguration } from '../../../test/support/unit-configuration.js';
import type { Authority } from '../../entra/authority/authority.js';
import type { SigningKey } from '../../entra/authority/authority.schema.js';
import type { TokenClient } from '../../entra/token-client.js';
import { IdTokenRejectedError } from './sign-in.errors.js';
import { EntraStrategy } from './entra.strategy.js';
import type { SignIn } from './id-token.js';

const ISSUER = `https://login.example/${TENANT_ID}/v2.0`;
const SIGN_IN = { state: 'the state', nonce: 'the nonce' };

describe('EntraStrategy', () => {
  let privateKey: CryptoKey;
  let publicKey: { n: string; e: string };
  let strategy: EntraStrategy;
  let keyIssuer: string | undefined;

  beforeAll(async () => {
    const pair = await generateKeyPair('RS256');
    privateKey = pair.privateKey;
    const { n = '', e = '' } = await exportJWK(pair.publicKey);
    publicKey = { n, e };
  });

  beforeEach(() => {
    keyIssuer = 'https://login.example/{tenantid}/v2.0';
    const authority = {
      metadata: () =>
        Promise.resolve({
          authorizationEndpoint: 'https://login.example/authorize',
          tokenEndpoint: 'https://login.example/token',
          endSessionEndpoint: 'https://login.example/logout',
          issuers: [ISSUER],
          keys: [],
        }),
      signingKey: (kid: string): Promise<SigningKey> =>
        Promise.resolve({ kty: 'RSA', kid, ...publicKey, issuer: keyIssuer }),
    };
    const tokenClient = {
      redeemCode: async (_code: string, verifier: Secret) => ({
        accessToken: new Secret('the access token'),
        scopes: ['User.Read'],
        expiresAtMs: 0,
        refreshToken: new Secret(`redeemed with ${verifier.reveal()}`),
        idToken: new Secret(await idToken()),
      }),
    };
    strategy = new EntraStrategy(
      unitConfiguration(),
      authority as unknown as Authority,
      tokenClient as unknown as TokenClient,
    );
  });

  function idToken(): Promise<string> {
    return new SignJWT({ tid: TENANT_ID, oid: 'the oid', nonce: SIGN_IN.nonce, name: 'Adele' })
      .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: 'the kid' })
      .setIssuer(ISSUER)
      .setAudience(CLIENT_ID)
      .setSubject('the sub')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
  }

  function complete(): Promise<SignIn> {
    const request = { headers: {}, res: {} as Response } as Request;
    const options = { extraTokenReqQueryParams: { code_verifier: new Secret('the verifier') } };
    return strategy.run<SignIn>(request, { code: 'the code', state: SIGN_IN.state }, SIGN_IN, options);
  }

  it('is handed the tokens, and the verifier reaches the redemption', async () => {
    const { user, tokenSet } = await complete();
    expect(user).toMatchObject({ id: 'the oid', tenantId: TENANT_ID, name: 'Adele' });
    expect(tokenSet.accessToken.reveal()).toBe('the access token');
    expect(tokenSet.refreshToken?.reveal()).toBe('redeemed with the verifier');
  });

  it('takes a key without an issuer of its own', async () => {
    keyIssuer = undefined;
    expect((await complete()).user.id).toBe('the oid');
  });

  it('refuses a token whose key is good for another issuer', async () => {
    keyIssuer = 'https://login.example/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0';
    await expect(complete()).rejects.toBeInstanceOf(IdTokenRejectedError);
  });

  it('turns a failure that the package reports as a string into a refusal', () => {
    const reported: unknown[] = [];
    const ofOneRequest = Object.assign(Object.create(strategy) as EntraStrategy, {
      error: (error: unknown) => reported.push(error),
    });
    ofOneRequest['failWithLog']('In collectInfoFromReq: invalid state received in the request');
    expect(reported).toEqual([expect.any(IdTokenRejectedError)]);
  });
});
