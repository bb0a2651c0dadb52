import { refusalOf } from '../entra/refusals.js';
import { insteadOfSending, type Strike } from './strike.js';

/** What the token endpoint may say amiss. */

export const invalidJson: Strike = (res) => {
  res.type('json').send('{"token_type":"Bearer","scope":"openid profile');
};

/** Whatever the request is. */
export const refused: Strike = (_res, { faults }) => {
  throw refusalOf(faults.refusal);
};

export const noIdToken: Strike = (res, _state, next) => {
  insteadOfSending(res, next, ({ id_token: _left, ...rest }) => res.json(rest));
};

export const wrongTokenType: Strike = (res, _state, next) => {
  insteadOfSending(res, next, (honest) => res.json({ ...honest, token_type: 'mac' }));
};
