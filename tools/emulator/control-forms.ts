import express, { type ErrorRequestHandler, type Response, type Router } from 'express';
import type { Controls } from './control-api.js';
import { EntraError } from './entra/entra-error.js';
import { formOf, parametersOf, type Parameters } from './entra/parameters.js';
import { unknownFault, type FaultSwitches } from './fault-switches.js';
import { isFaultName, type FaultName } from './faults.js';
import type { Notices } from './notices.js';
import { CLOCK_STEPS } from './pages/control/clock.js';
import type { Notice } from './pages/control/notice.js';
import { EVERYBODY } from './pages/control/signed-in.js';
import { renderMessage } from './pages/message.js';
import { sendPage } from './pages/send-page.js';
import type { Person } from './people.js';
import { revokeAccessTokensOf, revokeSessionsOf } from './revoke.js';
import type { EmulatorState } from './state.js';

/** The buttons of the control page: each changes something, and leads back to where it is. */
export function controlForms(state: EmulatorState, { clock }: Controls, notices: Notices): Router {
  const router = express.Router();
  const backWith = (res: Response, notice: Notice): void => {
    res.redirect(303, `/?notice=${notices.add(notice)}#${notice.section}`);
  };
  router.post('/faults', (req, res) => {
    res.redirect(303, changeFaults(state.faults, parametersOf(formOf(req))));
  });
  router.post('/clock', (req, res) => {
    const form = parametersOf(formOf(req));
    if (form.has('reset')) {
      clock.reset();
      backWith(res, { section: 'clock', sentence: 'The clock is right again.' });
      return;
    }
    const step = CLOCK_STEPS.find(({ minutes }) => String(minutes) === form.get('advance'));
    if (!step) throw new RangeError('There is no such step of the clock.');
    clock.advance(step.minutes * 60_000);
    backWith(res, { section: 'clock', sentence: `The clock was put forward by ${step.label}.` });
  });
  router.post('/keys', async (_req, res) => {
    const before = state.keys.signing.kid;
    await state.keys.rotate();
    const sentence = `Tokens are signed with the key ${state.keys.signing.kid} now. ${before} is withdrawn.`;
    backWith(res, { section: 'keys', sentence });
  });
  router.post('/revocations', (req, res) => {
    const form = parametersOf(formOf(req));
    const whose = peopleNamed(state.people, form.get('person'));
    const who = form.get('person') === EVERYBODY ? 'Everybody' : (whose[0]?.userPrincipalName ?? '');
    const revoke = REVOCATIONS.get(form.get('what') ?? '');
    if (!revoke) throw new RangeError('Sessions can be revoked, and access tokens.');
    backWith(res, { section: 'revoke', sentence: `${who}: ${revoke(state, whose)}` });
  });
  router.use(badForm);
  return router;
}

const REVOCATIONS = new Map([
  ['sessions', revokeSessionsOf],
  ['access-tokens', revokeAccessTokensOf],
]);

/** @returns where on the page that was */
function changeFaults(faults: FaultSwitches, form: Parameters): string {
  const [off, toggled, refusal] = ['off', 'toggle', 'refusal'].map((name) => form.get(name));
  if (form.has('clear')) {
    faults.clear();
    return '/#on';
  }
  if (off !== undefined) {
    faults.set(faultNamed(off), false);
    return '/#on';
  }
  if (toggled === undefined && refusal === undefined) throw new RangeError('No fault was named.');
  const fault = faultNamed(toggled ?? 'token-refused');
  // What is chosen already may be one that a test made up: it stays as it is.
  if (fault === 'token-refused' && refusal !== undefined && Number(refusal) !== faults.refusal) {
    faults.refusal = Number(refusal);
  }
  if (toggled !== undefined) faults.set(fault, !faults.isOn(fault));
  const [endpoint] = fault.split('-');
  return `/?open=${endpoint}#${fault}`;
}

function faultNamed(name: string): FaultName {
  if (!isFaultName(name)) throw unknownFault(name);
  return name;
}

function peopleNamed(people: readonly Person[], oid: string | undefined): readonly Person[] {
  const named = people.filter((person) => oid === EVERYBODY || person.oid === oid);
  if (named.length === 0) throw new RangeError('There is no such person.');
  return named;
}

/** What no button of the page sends. */
const badForm: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  if (!(error instanceof RangeError || error instanceof EntraError)) next(error);
  else sendPage(res, 400, renderMessage({ title: 'Nothing was changed', paragraphs: [error.message] }));
};
