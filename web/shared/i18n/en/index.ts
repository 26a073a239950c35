// All English words: the common ones, and a file per page or department.
import words from '../en.json';
import absences from './absences.json';
import assignment from './assignment.json';
import audit from './audit.json';
import channels from './channels.json';
import clocks from './clocks.json';
import duplicates from './duplicates.json';
import holidays from './holidays.json';
import home from './home.json';
import leads from './leads.json';
import merge from './merge.json';
import messaging from './messaging.json';
import operations from './operations.json';
import privacy from './privacy.json';
import profile from './profile.json';
import quality from './quality.json';
import recalls from './recalls.json';
import requests from './requests.json';
import rules from './rules.json';
import signin from './signin.json';
import vehicles from './vehicles.json';
import verified from './verified.json';
import webhooks from './webhooks.json';

export default [
  words,
  absences,
  assignment,
  audit,
  channels,
  clocks,
  duplicates,
  holidays,
  home,
  leads,
  merge,
  messaging,
  operations,
  privacy,
  profile,
  quality,
  recalls,
  requests,
  rules,
  signin,
  vehicles,
  verified,
  webhooks,
];
