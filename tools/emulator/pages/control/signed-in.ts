import type { Person } from '../../people.js';
import { noticeIn } from './notice.js';

/** The value of the people menu that stands for all of them. */
export const EVERYBODY = 'everybody';

export interface SignedInModel {
  /** The latest, first. */
  readonly shown: readonly { readonly person: Person; readonly since: string }[];
  readonly count: number;
}

/** Who is signed in at the emulator, and what takes that away. */
export const SIGNED_IN = `
<details>
  <summary><h2 id="signed-in">Signed in</h2> <span class="quiet"><%= it.signedIn.count || 'nobody' %></span></summary>
<% if (it.signedIn.count > 0) { %>
  <ul>
<% for (const { person, since } of it.signedIn.shown) { %>
    <li><bdi class="name"><%= person.displayName %></bdi> <%= person.userPrincipalName %>, since <%= since.slice(11, 19) %></li>
<% } %>
<% if (it.signedIn.count > it.signedIn.shown.length) { %>
    <li>and <%= it.signedIn.count - it.signedIn.shown.length %> more</li>
<% } %>
  </ul>
<% } %>
</details>

<h2 id="revoke">Revoke</h2>
${noticeIn('revoke')}
<form method="post" action="/control/revocations">
  <label for="person">Of</label>
  <select id="person" name="person">
    <option value="${EVERYBODY}">everybody</option>
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

<h2 id="keys">Signing keys</h2>
${noticeIn('keys')}
<form method="post" action="/control/keys"><button>Rotate keys</button></form>
`;
