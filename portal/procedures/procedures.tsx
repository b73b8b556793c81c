export const ProceduresPage = () => null;
