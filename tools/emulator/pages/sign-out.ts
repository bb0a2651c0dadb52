import type { Person } from '../people.js';
import { page } from './page.js';

export interface SignOutModel {
  /** Where the form goes. */
  readonly action: string;
  readonly person: Person;
  /** Goes with the form. */
  readonly fields: readonly (readonly [string, string])[];
}

/** "Which account do you want to sign out of?" */
export const renderSignOut = page<SignOutModel>(
  'sign-out',
  `
<h1>Which account do you want to sign out of?</h1>
<form method="post" action="<%= it.action %>">
<% for (const [name, value] of it.fields) { %>
  <input type="hidden" name="<%= name %>" value="<%= value %>">
<% } %>
  <button class="person" name="person" value="<%= it.person.oid %>">
    <span class="name" dir="auto"><%= it.person.displayName %></span>
    <span class="account"><%= it.person.userPrincipalName %></span>
  </button>
</form>
`,
  () => ({ title: 'Sign out' }),
);

export interface SignedOutModel {
  /** Front-channel logout addresses of the applications, each loaded in a hidden iframe. */
  readonly frames: readonly string[];
  /** Where the person goes next. */
  readonly next?: string | undefined;
}

/** "You signed out of your account." */
export const renderSignedOut = page<SignedOutModel>(
  'signed-out',
  `
<h1>You signed out of your account</h1>
<p>It's a good idea to close all browser windows.</p>
<% if (it.next) { %>
<p><a href="<%= it.next %>">Go back to the application</a></p>
<% } %>
<% for (const frame of it.frames) { %>
<iframe title="Signs you out of an application" src="<%= frame %>"></iframe>
<% } %>
`,
  ({ next }) => ({ title: 'Signed out', ...(next === undefined ? {} : { refresh: next }) }),
);
