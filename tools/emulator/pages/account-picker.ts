import type { Person } from '../people.js';
import { page } from './page.js';

export interface AccountPickerModel {
  readonly app: string;
  /** Where the form goes. */
  readonly action: string;
  readonly pending: string;
  /** In the order in which they are offered. */
  readonly people: readonly Person[];
  readonly signedInOid: string | undefined;
}

/** "Pick an account": one button for each person, with the scenario that they stand for, and Cancel. */
export const renderAccountPicker = page<AccountPickerModel>(
  'account-picker',
  `
<h1>Pick an account</h1>
<p>to continue to <strong dir="auto"><%= it.app %></strong></p>
<form method="post" action="<%= it.action %>">
  <input type="hidden" name="pending" value="<%= it.pending %>">
  <ul class="plain">
<% for (const person of it.people) { %>
    <li>
      <button class="person" name="person" value="<%= person.oid %>">
        <span class="name" dir="auto"><%= person.displayName %></span>
        <span class="account"><%= person.userPrincipalName %><% if (person.oid === it.signedInOid) { %> (signed in)<% } %></span>
        <span class="tag"><%= person.key %></span>
      </button>
    </li>
<% } %>
  </ul>
  <div class="actions"><button name="answer" value="cancel">Cancel</button></div>
</form>
`,
  () => ({ title: 'Pick an account' }),
);
