export const WhenReadyPage = () => null;
