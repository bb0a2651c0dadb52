import express, { type Router } from 'express';
import { renderMessage } from '../pages/message.js';
import { sendPage } from '../pages/send-page.js';
import { queryOf } from './parameters.js';
import { REFUSALS } from './refusals.js';

/** Where `error_uri` leads: what an AADSTS number means. */
export function errorPageRoutes(): Router {
  const router = express.Router();
  router.get('/error', (req, res) => {
    const code = queryOf(req).get('code') ?? '';
    const known = REFUSALS.find((refusal) => String(refusal.code) === code);
    const paragraphs = [known ? known.text : 'The emulator knows no error of this number.'];
    sendPage(res, 200, renderMessage({ title: /^\d{1,9}$/.test(code) ? `AADSTS${code}` : 'Error', paragraphs }));
  });
  return router;
}
