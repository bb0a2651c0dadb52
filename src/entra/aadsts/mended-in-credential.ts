import type { PlacedAadstsEntry } from './aadsts-entry.js';
import { CREDENTIALS } from './places.js';

const CERTIFICATES = `${CREDENTIALS} → Certificates`;
const FEDERATED = `${CREDENTIALS} → Federated credentials`;

/** What a developer has to put right in how the service proves itself: secret, certificate or federated credential. */
export const mendedInCredential: readonly PlacedAadstsEntry[] = [
  {
    codes: [70002],
    happened: 'Microsoft did not accept the service’s proof of which app it is.',
    remedy: 'Check that CLIENT_ID and the credential belong to the same registration and that it has not expired.',
    place: CREDENTIALS,
  },
  {
    codes: [7000215],
    happened: 'The client secret of the service is wrong.',
    remedy:
      'Set CLIENT_SECRET to the Value of a client secret of this app, not to its Secret ID. The Value is shown once: if it is lost, make a new secret. A new one can take a minute to be known everywhere.',
    place: `${CREDENTIALS} → New client secret`,
  },
  {
    codes: [7000218],
    happened: 'The service sent no proof of which app it is.',
    remedy:
      'Set CLIENT_SECRET, and see that the redirect URI is registered for the platform Web, whose apps have a secret.',
    place: `${CREDENTIALS} → New client secret`,
  },
  {
    codes: [7000222],
    happened: 'The client secret of the service has expired.',
    remedy: 'Make a new one, set CLIENT_SECRET to its Value, start the service again, then delete the old one.',
    place: `${CREDENTIALS} → New client secret`,
  },
  {
    codes: [700024],
    happened: 'The service’s proof was not valid at this time.',
    remedy: 'Set the clock of the machine: it has to agree with Microsoft’s to within a few minutes.',
    place: 'the machine that this service runs on: its clock',
  },
  {
    codes: [700027],
    happened: 'The service signed its proof with a key that the app registration does not know.',
    remedy: 'Upload the certificate that the service signs with, or give the service the key of one that is there.',
    place: `${CERTIFICATES} → Upload certificate`,
  },
  {
    codes: [700030, 7000274],
    happened: 'The certificate with which the service proves itself is not valid, or its signature is not.',
    remedy: 'Make a new certificate, upload it, and give the service its key.',
    place: `${CERTIFICATES} → Upload certificate`,
  },
  {
    codes: [7000214, 7000277],
    happened: 'The certificate with which the service proves itself was revoked.',
    remedy: 'Upload another certificate and give the service its key.',
    place: `${CERTIFICATES} → Upload certificate`,
  },
  {
    codes: [1000502],
    happened: 'The certificate with which the service proves itself has expired or is not valid yet.',
    remedy: 'Upload a certificate that is valid today and give the service its key.',
    place: `${CERTIFICATES} → Upload certificate`,
  },
  {
    codes: [70021, 700213],
    happened: 'No federated credential of the app fits the subject of the token that the service presented.',
    remedy:
      'Compare the subject of both, letter for letter; in Kubernetes it is system:serviceaccount:namespace:name. A new credential can take some minutes to be known.',
    place: FEDERATED,
  },
  {
    codes: [700211],
    happened: 'No federated credential of the app fits the issuer of the token that the service presented.',
    remedy: 'Compare the issuer of both, letter for letter.',
    place: FEDERATED,
  },
  {
    codes: [700212],
    happened: 'No federated credential of the app fits the audience of the token that the service presented.',
    remedy: 'Compare the audience of both. In the global cloud it is api://AzureADTokenExchange.',
    place: FEDERATED,
  },
  {
    codes: [700229],
    happened: 'The service presented a person’s token as its federated credential.',
    remedy: 'Present a token of a managed identity or of another app, without a person in it.',
    place: FEDERATED,
  },
];
