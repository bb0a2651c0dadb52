import { page } from './page.js';

export interface DeviceLoginModel {
  /** Whether the code that was typed is none. */
  readonly wrong: boolean;
}

/** "Enter code". */
export const renderDeviceLogin = page<DeviceLoginModel>(
  'device-login',
  `
<h1>Enter code</h1>
<% if (it.wrong) { %>
<p role="alert">That code didn’t work. Check the code and try again.</p>
<% } %>
<form method="post" action="/devicelogin">
  <p><label>Code displayed on your app or device <input name="otc" autocomplete="off" required></label></p>
  <div class="actions"><button class="primary">Next</button></div>
</form>
`,
  () => ({ title: 'Enter code' }),
);
