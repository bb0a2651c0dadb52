import type { Person } from '../people.js';
import type { RecordedRequest } from '../request-log.js';
import { APPLICATIONS, type ApplicationsModel } from './control/applications.js';
import { CLOCK, type ClockModel } from './control/clock.js';
import { FAULTS, type EndpointModel, type RefusalChoice } from './control/faults.js';
import type { Notice } from './control/notice.js';
import { REQUESTS } from './control/requests.js';
import { SIGNED_IN, type SignedInModel } from './control/signed-in.js';
import { SWITCHED_ON, type SwitchedOnModel } from './control/switched-on.js';
import { page } from './page.js';

export interface ControlModel {
  /** What the button did that led here. */
  readonly notice: Notice | undefined;
  readonly switchedOn: readonly SwitchedOnModel[];
  readonly clock: ClockModel;
  readonly endpoints: readonly EndpointModel[];
  readonly refusals: readonly RefusalChoice[];
  /** Newest first. */
  readonly requests: readonly RecordedRequest[];
  readonly signedIn: SignedInModel;
  readonly people: readonly Person[];
  /** Lines for the application's `.env`. */
  readonly env: string;
  readonly applications: ApplicationsModel;
}

/** What is on and what time it is, a switch for every fault, what was asked, who is signed in, and which apps there are. */
export const renderControlPage = page<ControlModel>(
  'control',
  `
<h1>Entra ID and Microsoft Graph, emulated</h1>
<p>Nothing here reaches Microsoft, and everything is forgotten when the emulator stops.</p>
<div class="columns">
  <section>${SWITCHED_ON}</section>
  <section>${CLOCK}</section>
  <section>${FAULTS}</section>
  <section class="beside">${REQUESTS}</section>
  <section>${SIGNED_IN}</section>
  <section>${APPLICATIONS}</section>
</div>
`,
  () => ({ title: 'Control', wide: true }),
);
