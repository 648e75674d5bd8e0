import { describeSurvival } from './survive';

describeSurvival(1);
