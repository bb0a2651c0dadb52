import { createHash, randomBytes } from 'node:crypto';
import { SignJWT, type JWTHeaderParameters } from 'jose';
import type { EmulatorState } from '../state.js';
import type { SignIn } from './issued-grants.js';
import { rolesOf } from './app-roles.js';
import { groupsClaim } from './groups-claim.js';
import { opaqueLoginHint } from './login-hint.js';
import type { HonestIdToken } from './tampering.js';
import { issuerOf } from './tenants.js';

/** Sixty minutes, and the five that Entra's recorded tokens live longer. */
const ID_TOKEN_LIFETIME_SECONDS = 3900;

/** The ID token of a sign-in, signed with the key of the moment. */
export async function honestIdToken(state: EmulatorState, signIn: SignIn): Promise<HonestIdToken> {
  const key = state.keys.signing;
  const header: JWTHeaderParameters = { typ: 'JWT', alg: 'RS256', kid: key.kid };
  const claims = idTokenClaims(state, signIn);
  const sign = (claims: Record<string, unknown>, header: JWTHeaderParameters): Promise<string> =>
    new SignJWT(claims).setProtectedHeader(header).sign(key.privateKey);
  return {
    token: await sign(claims, header),
    header,
    claims,
    sign: (otherClaims, otherHeader = header) => sign(otherClaims, otherHeader),
    privateKey: key.privateKey,
    publicKeyPem: key.publicKeyPem,
    certificatePem: key.certificatePem,
    kid: key.kid,
  };
}

function idTokenClaims(state: EmulatorState, signIn: SignIn): Record<string, unknown> {
  const { person, openId: scopes, client } = signIn;
  const { clientId, optionalClaims } = client;
  const roles = rolesOf(state, client, person);
  const iat = Math.floor(state.now() / 1000);
  const profile = scopes.has('profile');
  return {
    aud: clientId,
    iss: issuerOf(state, person.tid),
    iat,
    nbf: iat,
    exp: iat + ID_TOKEN_LIFETIME_SECONDS,
    ...(signIn.contexts.length > 0 ? { acrs: signIn.contexts } : {}),
    aio: randomBytes(48).toString('base64'),
    ...(scopes.has('email') && person.mail !== null ? { email: person.mail } : {}),
    ...groupsClaim(state, client, person),
    ...(profile ? { name: person.displayName } : {}),
    ...(signIn.nonce === undefined ? {} : { nonce: signIn.nonce }),
    ...(profile ? { oid: person.oid, preferred_username: person.userPrincipalName } : {}),
    rh: `1.${randomBytes(24).toString('base64url')}.`,
    ...(roles.length > 0 ? { roles } : {}),
    ...(optionalClaims.idToken.includes('sid') ? { sid: signIn.sid } : {}),
    sub: pairwiseSubject(clientId, person.tid, person.oid),
    tid: person.tid,
    uti: randomBytes(16).toString('base64url'),
    ver: '2.0',
    ...(optionalClaims.idToken.includes('login_hint') ? { login_hint: opaqueLoginHint(person) } : {}),
  };
}

/** Another application would see another subject for the same person. */
export function pairwiseSubject(clientId: string, tid: string, oid: string): string {
  return createHash('sha256').update(`${clientId}|${tid}|${oid}`).digest('base64url');
}
