import { expiredSecret } from '../entra/client-errors.js';
import type { Strike } from './fault.js';
import { insteadOfSending } from './instead-of-sending.js';

/** What the token endpoint may say amiss. */

export const invalidJson: Strike = (res) => {
  res.type('json').send('{"token_type":"Bearer","scope":"openid profile');
};

/** Whatever the request is, as the next one. */
export const secretExpired: Strike = (_res, { app }) => {
  throw expiredSecret(app.clientId);
};

export const refused: Strike = (_res, { faults }) => {
  throw faults.refusalError;
};

export const noIdToken: Strike = (res, _state, next) => {
  insteadOfSending(res, next, ({ id_token: _left, ...rest }) => res.json(rest));
};

export const wrongTokenType: Strike = (res, _state, next) => {
  insteadOfSending(res, next, (honest) => res.json({ ...honest, token_type: 'mac' }));
};
