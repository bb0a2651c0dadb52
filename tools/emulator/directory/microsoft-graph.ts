import { guidFrom } from '../guid.js';
import { type AppRegistration, type AppRole, type ExposedScope, newRegistration } from './registrations.js';

/** The client id of Microsoft Graph, in every tenant. */
export const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';

/** Every delegated permission of Graph is made like this; which of them exist is not checked. */
const GRAPH_PERMISSION = /^[A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)+$/;

/** Where Microsoft's own registrations live. */
export const MICROSOFT_SERVICES_TENANT = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';

/** Delegated permissions that people may consent to by themselves, with the ids that registrations name them by. */
const FOR_PEOPLE: Readonly<Record<string, string>> = {
  openid: '37f7f235-527c-4136-accd-4a02d197296e',
  profile: '14dad69e-099b-42c9-810b-d002981feec1',
  email: '64a6cdd6-aab1-4aaf-94b8-3cc8405e90d0',
  offline_access: '7427e0e9-2fba-42fe-b0c0-848c9e6a8182',
  'User.Read': 'e1fe6dd8-ba31-4d61-89e7-88639da4683d',
  'User.ReadWrite': 'b4e74841-8e56-480b-be8b-910348b18b4c',
  'User.ReadBasic.All': 'b340eb25-3456-403f-be2f-af7a0d370277',
  'Mail.Read': '570282fd-fa5c-430d-a7fd-fc8dc98a9dca',
  'Mail.Send': 'e383f46e-2787-4529-855e-0e479a3ffac0',
  'Calendars.Read': '465a38f9-76ea-45b9-9f34-9e8b0d4b0b42',
  'Files.Read': '10465720-29dd-4523-a11a-6a75c743c9d9',
};

/** Delegated permissions that only an administrator may consent to. */
const FOR_ADMINISTRATORS: Readonly<Record<string, string>> = {
  'User.Read.All': 'a154be20-db9c-4678-8ab7-66f6cc099a59',
  'User.ReadWrite.All': '204e0828-b5ca-4ad8-b9f3-f32a958e7cc4',
  'Group.Read.All': '5f8c59db-677d-491f-a6b8-5f174b11ec1d',
  'Group.ReadWrite.All': '4e46008b-f24c-477d-8fff-7bb4ec7aafe0',
  'GroupMember.Read.All': 'bc024368-1153-4739-b217-4326f2e966d0',
  'Directory.Read.All': '06da0dbc-49e2-44d2-8312-53f166ab848a',
  'Directory.ReadWrite.All': 'c5366453-9fb0-48a5-a156-24f0c49a4b84',
  'Directory.AccessAsUser.All': '0e263e50-5827-48a4-b97c-d940288653c7',
  'Application.Read.All': 'c79f8feb-a9db-4090-85f9-90d820caa0eb',
  'Application.ReadWrite.All': 'bdfbf15f-ee85-4955-8675-146e8e5296b5',
  'AppRoleAssignment.ReadWrite.All': '84bccea3-f856-4a8a-967b-dbe0a3d53a64',
  'DelegatedPermissionGrant.ReadWrite.All': '41ce6ca6-6826-4807-84f1-1c82854f7ee5',
};

/** Application permissions. */
const FOR_APPLICATIONS: Readonly<Record<string, string>> = {
  'User.Read.All': 'df021288-bdef-4463-88db-98f22de89214',
  'User.ReadWrite.All': '741f803b-c850-494e-b5df-cde7c675a1ca',
  'Group.Read.All': '5b567255-7703-4780-807c-7be8301ae99b',
  'Group.ReadWrite.All': '62a82d76-70ea-41e2-9197-370581804d09',
  'GroupMember.Read.All': '98830695-27a2-44f7-8c18-0c3ebc9698f6',
  'Directory.Read.All': '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
  'Directory.ReadWrite.All': '19dbc75e-c2e2-444c-a770-ec69d8559fc7',
  'Organization.Read.All': '498476ce-e0fe-48b0-b801-37ba7e2685c6',
  'Application.Read.All': '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
  'Application.ReadWrite.All': '1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9',
  'AppRoleAssignment.ReadWrite.All': '06b708a9-e830-4db3-a914-8e69da51d44f',
};

/**
 * Microsoft Graph as the registration that it is: the resource of its permissions. Delegated ones that are not listed
 * exist as well, see `findScope`.
 *
 * @param origins - what Graph is addressed by besides its public name
 */
export function microsoftGraph(nowMs: number, origins: readonly string[]): AppRegistration {
  return newRegistration({
    clientId: GRAPH_APP_ID,
    objectId: guidFrom(`application|${GRAPH_APP_ID}`),
    createdAtMs: nowMs,
    homeTenant: MICROSOFT_SERVICES_TENANT,
    displayName: 'Microsoft Graph',
    signInAudience: 'AzureADMultipleOrgs',
    identifierUris: ['https://graph.microsoft.com', ...new Set(origins)],
    scopes: [...exposed(FOR_PEOPLE, 'User'), ...exposed(FOR_ADMINISTRATORS, 'Admin')],
    otherScopes: GRAPH_PERMISSION,
    appRoles: Object.entries(FOR_APPLICATIONS).map(([value, id]): AppRole => {
      return { id, value, allowedMemberTypes: ['Application'], displayName: value, isEnabled: true };
    }),
  });
}

function exposed(ids: Readonly<Record<string, string>>, type: ExposedScope['type']): ExposedScope[] {
  return Object.entries(ids).map(([value, id]) => ({ id, value, type, displayName: value, isEnabled: true }));
}
