import type { PlacedAadstsWords } from './aadsts-words.js';
import { CREDENTIALS } from './places.js';

const NEW_SECRET = `${CREDENTIALS} → New client secret`;
const UPLOAD_CERTIFICATE = `${CREDENTIALS} → Certificates → Upload certificate`;
const FEDERATED = `${CREDENTIALS} → Federated credentials`;

/** What a developer has to put right in how the service proves itself: secret, certificate or federated credential. */
export const mendedInCredential: PlacedAadstsWords = {
  70002: [
    'Microsoft did not accept the service’s proof of which app it is.',
    'Check that CLIENT_ID and the credential belong to the same registration and that it has not expired.',
    CREDENTIALS,
  ],
  7000215: [
    'The client secret of the service is wrong.',
    'Set CLIENT_SECRET to the Value of a client secret of this app, not to its Secret ID. The Value is shown once: if it is lost, make a new secret. A new one can take a minute to be known everywhere.',
    NEW_SECRET,
  ],
  7000218: [
    'The service sent no proof of which app it is.',
    'Set CLIENT_SECRET, and see that the redirect URI is registered for the platform Web, whose apps have a secret.',
    NEW_SECRET,
  ],
  7000222: [
    'The client secret of the service has expired.',
    'Make a new one, set CLIENT_SECRET to its Value, start the service again, then delete the old one.',
    NEW_SECRET,
  ],
  700024: [
    'The service’s proof was not valid at this time.',
    'Set the clock of the machine: it has to agree with Microsoft’s to within a few minutes.',
    'the machine that this service runs on: its clock',
  ],
  700027: [
    'The service signed its proof with a key that the app registration does not know.',
    'Upload the certificate that the service signs with, or give the service the key of one that is there.',
    UPLOAD_CERTIFICATE,
  ],
  '700030, 7000274': [
    'The certificate with which the service proves itself is not valid, or its signature is not.',
    'Make a new certificate, upload it, and give the service its key.',
    UPLOAD_CERTIFICATE,
  ],
  '7000214, 7000277': [
    'The certificate with which the service proves itself was revoked.',
    'Upload another certificate and give the service its key.',
    UPLOAD_CERTIFICATE,
  ],
  1000502: [
    'The certificate with which the service proves itself has expired or is not valid yet.',
    'Upload a certificate that is valid today and give the service its key.',
    UPLOAD_CERTIFICATE,
  ],
  '70021, 700213': [
    'No federated credential of the app fits the subject of the token that the service presented.',
    'Compare the subject of both, letter for letter; in Kubernetes it is system:serviceaccount:namespace:name. A new credential can take some minutes to be known.',
    FEDERATED,
  ],
  700211: [
    'No federated credential of the app fits the issuer of the token that the service presented.',
    'Compare the issuer of both, letter for letter.',
    FEDERATED,
  ],
  700212: [
    'No federated credential of the app fits the audience of the token that the service presented.',
    'Compare the audience of both. In the global cloud it is api://AzureADTokenExchange.',
    FEDERATED,
  ],
  700229: [
    'The service presented a person’s token as its federated credential.',
    'Present a token of a managed identity or of another app, without a person in it.',
    FEDERATED,
  ],
};
