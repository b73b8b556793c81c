export const RIGHTS = `
`;
