/** What was asked lately. */
export const REQUESTS = `
<h2 id="requests">Last requests</h2>
<p><a href="/">Look again</a></p>
<% if (it.requests.length === 0) { %>
<p>None yet.</p>
<% } else { %>
<div class="scroll" tabindex="0" role="region" aria-labelledby="requests">
<table>
  <thead><tr><th scope="col">Time</th><th scope="col">Request</th><th scope="col">Status</th></tr></thead>
  <tbody>
<% for (const request of it.requests) { %>
    <tr>
      <td><%= request.at.slice(11, 19) %></td>
      <td><%= request.method %> <%= request.path %>
        <span class="quiet"><%= [request.grantType, request.summary].filter(Boolean).join(': ') %></span></td>
      <td><%= request.status ?? 'none' %></td>
    </tr>
<% } %>
  </tbody>
</table>
</div>
<% } %>
`;
