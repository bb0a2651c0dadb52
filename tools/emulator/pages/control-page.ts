import type { FaultName } from '../faults.js';
import type { EmulatedApp } from '../options.js';
import type { Person } from '../people.js';
import type { RecordedRequest } from '../request-log.js';
import { page } from './page.js';

export interface ControlModel {
  /** Without the secret: a page has no business with it. */
  readonly app: Omit<EmulatedApp, 'clientSecret'>;
  /** Lines for the application's `.env`. */
  readonly env: string;
  readonly people: readonly Person[];
  readonly sessions: readonly { readonly person: Person; readonly since: string }[];
  /** By endpoint. */
  readonly faults: readonly {
    readonly endpoint: string;
    readonly faults: readonly { readonly name: FaultName; readonly sentence: string; readonly on: boolean }[];
  }[];
  /** What `token-refused` can say. */
  readonly refusals: readonly { readonly code: number; readonly error: string; readonly chosen: boolean }[];
  /** Newest first. */
  readonly requests: readonly RecordedRequest[];
}

/** The value of the people menu that stands for all of them. */
export const EVERYBODY = 'everybody';

/** What runs here, who is signed in, what was asked lately, and a switch for every fault. */
export const renderControlPage = page<ControlModel>(
  'control',
  `
<h1>Entra ID and Microsoft Graph, emulated</h1>
<p>Nothing here reaches Microsoft, and everything is forgotten when the emulator stops.</p>

<h2>The registered application</h2>
<dl>
  <dt>Name</dt><dd dir="auto"><%= it.app.displayName %></dd>
  <dt>Application (client) ID</dt><dd><code><%= it.app.clientId %></code></dd>
  <dt>Redirect URIs (Web)</dt>
<% for (const uri of it.app.redirectUris) { %>
  <dd><code><%= uri %></code></dd>
<% } %>
<% if (it.app.frontchannelLogoutUrl) { %>
  <dt>Front-channel logout URL</dt><dd><code><%= it.app.frontchannelLogoutUrl %></code></dd>
<% } %>
</dl>

<h2>For the application's .env</h2>
<pre tabindex="0" role="region" aria-label="Lines for .env"><%= it.env %></pre>
<p class="quiet">The client secret is printed where the emulator was started.</p>

<h2>Signed in</h2>
<% if (it.sessions.length === 0) { %>
<p>Nobody.</p>
<% } else { %>
<ul>
<% for (const { person, since } of it.sessions) { %>
  <li><bdi><%= person.displayName %></bdi>, <%= person.userPrincipalName %>, since <%= since %></li>
<% } %>
</ul>
<% } %>

<h2>Revoke</h2>
<form method="post" action="/control/revocations">
  <label for="person">Of</label>
  <select id="person" name="person">
    <option value="everybody">everybody</option>
<% for (const person of it.people) { %>
    <option value="<%= person.oid %>"><%= person.userPrincipalName %></option>
<% } %>
  </select>
  <div class="actions">
    <button name="what" value="sessions">Revoke sessions</button>
    <button name="what" value="access-tokens">Revoke access tokens</button>
  </div>
  <p class="quiet">Sessions: refreshing answers AADSTS50173. Access tokens: Graph answers with a claims challenge.</p>
</form>

<h2>Signing keys</h2>
<form method="post" action="/control/keys"><button>Rotate keys</button></form>

<h2>Faults</h2>
<form method="post" action="/control/faults">
<% for (const { endpoint, faults } of it.faults) { %>
  <h3><%= endpoint %></h3>
  <ul class="plain">
<% for (const { name, sentence, on } of faults) { %>
    <li class="fault">
      <button name="toggle" value="<%= name %>" aria-pressed="<%= on %>" aria-describedby="about-<%= name %>"><%= name %></button>
      <span id="about-<%= name %>"><strong><%= on ? 'On.' : 'Off.' %></strong> <%= sentence %></span>
<% if (name === 'token-refused') { %>
      <div class="setting">
        <label>Error
          <select name="refusal">
<% for (const { code, error, chosen } of it.refusals) { %>
            <option value="<%= code %>"<% if (chosen) { %> selected<% } %>>AADSTS<%= code %> <%= error %></option>
<% } %>
          </select>
        </label>
        <button name="choose" value="refusal">Choose</button>
      </div>
<% } %>
    </li>
<% } %>
  </ul>
<% } %>
  <div class="actions"><button name="clear" value="all">Switch all off</button></div>
</form>

<h2>Last requests</h2>
<p><a href="/">Look again</a></p>
<% if (it.requests.length === 0) { %>
<p>None yet.</p>
<% } else { %>
<div class="scroll" tabindex="0" role="region" aria-label="Last requests">
<table>
  <thead><tr><th scope="col">Time</th><th scope="col">Request</th><th scope="col">Status</th><th scope="col">Result</th></tr></thead>
  <tbody>
<% for (const request of it.requests) { %>
    <tr>
      <td><%= request.at.slice(11, 19) %></td>
      <td><%= request.method %> <%= request.path %></td>
      <td><%= request.status ?? 'unanswered' %></td>
      <td><%= [request.grantType, request.summary].filter(Boolean).join(': ') %></td>
    </tr>
<% } %>
  </tbody>
</table>
</div>
<% } %>
`,
  () => ({ title: 'Control', wide: true }),
);
