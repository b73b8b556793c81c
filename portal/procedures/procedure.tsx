export const ProcedurePage = () => null;
