// All Chinese words: the common ones, a file per page or department, and the server's refusals,
// which it says in English itself.
import words from '../zh.json';
import absences from './absences.json';
import duplicates from './duplicates.json';
import home from './home.json';
import privacy from './privacy.json';
import problems from './problems.json';
import profile from './profile.json';
import requests from './requests.json';
import vehicles from './vehicles.json';

export default [words, duplicates, absences, home, privacy, profile, requests, vehicles, problems];
