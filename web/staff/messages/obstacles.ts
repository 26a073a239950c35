// What stands in the way of a message, in words.
import type { TFunction } from 'i18next';
import type { MessageObstacle } from '../../shared/api/types';
import { dateTime } from '../../shared/format';

export function obstacleWords(obstacle: MessageObstacle, t: TFunction): string {
  switch (obstacle.reason) {
    case 'quiet':
      return t('obstacle.quiet', { at: dateTime(obstacle.until) });
    case 'opted_out':
      return t('obstacle.opted_out', { at: dateTime(obstacle.since) });
    case 'too_often':
      return t('obstacle.too_often', { days: obstacle.days, count: obstacle.messages_max });
    default:
      return t(`obstacle.${obstacle.reason}`);
  }
}
