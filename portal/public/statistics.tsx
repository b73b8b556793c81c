export const PublicStatisticsPage = () => null;
