export const MyWorkPage = () => null;
