import { describeSurvival } from './survive';

describeSurvival(0);
