export const DossierSearchPage = () => null;
