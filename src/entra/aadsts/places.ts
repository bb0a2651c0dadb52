/** Where Microsoft lets an organisation be managed: the ways below lead through it. */
export const ADMIN_CENTER = 'Microsoft Entra admin center';

export const USERS = `${ADMIN_CENTER} → Users → All users`;
export const DEVICES = `${ADMIN_CENTER} → Devices → All devices`;
export const SIGN_IN_LOG = `${ADMIN_CENTER} → Monitoring & health → Sign-in logs → the sign-in with this correlation ID → Conditional Access`;

export const ENTERPRISE_APPS = `${ADMIN_CENTER} → Enterprise applications`;
export const ENTERPRISE_APP = `${ENTERPRISE_APPS} → your app`;
export const ADMIN_CONSENT = `${ENTERPRISE_APP} → Permissions → Grant admin consent`;

export const APP_REGISTRATION = `${ADMIN_CENTER} → App registrations → your app`;
export const WEB_REDIRECT_URIS = `${APP_REGISTRATION} → Authentication → redirect URIs of the platform Web`;
export const API_PERMISSIONS = `${APP_REGISTRATION} → API permissions`;
export const CREDENTIALS = `${APP_REGISTRATION} → Certificates & secrets`;

/** A variable of this service. */
export const variable = (name: string) => `the environment of this service: ${name}`;
/** A folder of this service's source. */
export const source = (folder: string) => `the source of this service: ${folder}`;
