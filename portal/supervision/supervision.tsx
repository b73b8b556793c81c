export const SupervisionPage = () => null;
