/** Where the facts can be read: all of them public. */
export const SOURCES = {
  identityModel:
    'azure-activedirectory-identitymodel-extensions-for-dotnet, OpenIdConfigData.cs (February and July 2024)',
  cae: 'azure-sdk-for-js, recordings of the CAE test of @azure/identity (October 2021)',
  openiddict: 'openiddict-core#2298 (April 2025)',
  internetIdentity: 'dfinity/internet-identity, test data of its key set (August 2025)',
  sdkForPython: 'azure-sdk-for-python#18884, recordings of instance discovery (May 2021)',
  msalAndroid: 'microsoft-authentication-library-common-for-android, Constants.java of its tests (July 2021)',
  msalJs: 'microsoft-authentication-library-for-js, its tests',
  refusals:
    'tests of the Microsoft authentication libraries for .NET, JavaScript and Python, and issues with pasted answers, ' +
    'such as those of Azure/azure-cli and jenkinsci/azure-ad-plugin',
  msalPythonCache: 'microsoft-authentication-library-for-python#450, a cache entry',
  graphErrors: 'microsoft-graph-docs-contrib, concepts/errors.md, and issues with pasted answers',
} as const;

export type Source = (typeof SOURCES)[keyof typeof SOURCES];
