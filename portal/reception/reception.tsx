export const ReceptionPage = () => null;
