import type { Person } from '../people.js';
import { page } from './page.js';

export interface ConsentModel {
  readonly app: string;
  /** Where the form goes. */
  readonly action: string;
  /** Where it goes when somebody else wants to sign in. */
  readonly pickerAction: string;
  readonly pending: string;
  readonly person: Person;
  readonly scopes: readonly string[];
  /** Whether this person may consent for the whole organisation. */
  readonly forEverybody: boolean;
}

const MEANINGS = new Map([
  ['openid', 'Sign you in'],
  ['profile', 'View your basic profile'],
  ['email', 'View your email address'],
  ['offline_access', 'Maintain access to data you have given it access to'],
  ['User.Read', 'Sign you in and read your profile'],
]);

const renderTemplate = page<ConsentModel & { readonly permissions: readonly string[] }>(
  'consent',
  `
<h1>Permissions requested</h1>
<p><strong dir="auto"><%= it.app %></strong> would like to:</p>
<ul>
<% for (const permission of it.permissions) { %>
  <li><%= permission %></li>
<% } %>
</ul>
<p class="quiet">Signed in as <bdi><%= it.person.displayName %></bdi>, <%= it.person.userPrincipalName %></p>
<form method="post" action="<%= it.action %>">
  <input type="hidden" name="pending" value="<%= it.pending %>">
<% if (it.forEverybody) { %>
  <p><label><input type="checkbox" name="everybody" value="yes"> Consent on behalf of your organization</label></p>
<% } %>
  <div class="actions">
    <button class="primary" name="answer" value="accept">Accept</button>
    <button name="answer" value="decline">Decline</button>
    <button name="answer" value="another" formaction="<%= it.pickerAction %>">Use another account</button>
  </div>
</form>
`,
  () => ({ title: 'Permissions requested' }),
);

/** "Permissions requested": Accept or Decline. */
export function renderConsent(model: ConsentModel): string {
  const permissions = model.scopes.map((scope) => {
    const meaning = MEANINGS.get(scope);
    return meaning === undefined ? scope : `${meaning} (${scope})`;
  });
  return renderTemplate({ ...model, permissions });
}
