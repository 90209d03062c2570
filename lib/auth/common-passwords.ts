/**
 * Passwords that head every published list of stolen ones, with the words they are built from. The check also refuses them repeated, joined in pairs,
 * with digits or signs around them and with the usual digits for letters, so that the short ones matter although twelve characters are asked for.
 */
const WORDS = `
123456 12345678 123456789 1234567890 password password1 password12 password123 password1234 password12345 passw0rd qwerty
qwerty123 qwertyuiop qwerty12345 qwerty123456 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc zaq12wsx zaq1zaq1 qazwsx
qazwsxedc asdfgh asdfghjkl asdf1234 zxcvbnm zxcvbn abc123 abcd1234 abcdef abc12345 a1b2c3d4 iloveyou iloveyou1 ilovegod ilovehim
ilovemum loveyou lovely sunshine princess dragon monkey football baseball basketball letmein letmeinnow letmein123 welcome
welcome1 welcome123 welcome1234 welcome2024 welcome2025 welcome2026 shadow master superman batman trustno1 whatever starwars
freedom michael jennifer jessica ashley nicole daniel andrew joshua matthew hunter hunter2 buster soccer hockey killer george
charlie thomas robert michelle amanda jordan jordan23 harley ranger pepper ginger maggie summer winter spring autumn summer2024
summer2025 summer2026 winter2024 winter2025 winter2026 spring2025 spring2026 autumn2025 autumn2026 computer internet cookie
cheese chocolate banana orange purple silver golden yellow flower butterfly rainbow unicorn diamond crystal angel angels heaven
jesus christ blessed faith hello hello123 hellokitty changeme changeme1 changeme123 changemenow changeit default default1
administrator admin admin1 admin123 admin1234 admin12345 adminadmin root toor rootroot guest guest123 test test1 test123
test1234 test12345 testtest testing testing123 temp temp123 temporary secret secret1 secret123 topsecret supersecret
secretpassword mypassword mypassword1 mypassword123 newpassword newpassword1 newpassword123 oldpassword yourpassword thepassword
passwordpassword passwort passwort123 motdepasse contrasena contraseña wachtwoord senha senha123 parola haslo haslo123 login
login123 access access14 access123 user user123 user1234 username username1 username123 correcthorsebatterystaple correcthorse
horsebattery batterystaple opensesame open-sesame opensaysame pokemon pikachu naruto minecraft fortnite roblox playstation
nintendo mario zelda chelsea arsenal liverpool manchester barcelona realmadrid juventus ferrari porsche mercedes mustang
corvette yamaha honda toyota samsung iphone google google123 facebook facebook1 twitter linkedin instagram youtube yahoo hotmail
gmail microsoft windows apple apple123 android amazon netflix spotify adobe adobe123 photoshop dropbox jackson jordan1 william
richard jasmine justin anthony patrick nicholas samantha elizabeth stephanie victoria alexander alexandra christopher christian
brandon tigger tinkerbell snoopy mickey mickeymouse donald scooby garfield london london123 newyork newyork1 chicago boston
dallas austin denver phoenix seattle atlanta california texas florida america australia canada england france germany brazil
mexico qwer1234 qwerasdf qweasdzxc qweasd qweqwe asdasd asdfasdf zxczxc 123qwe 123qweasd 123qweasdzxc q1w2e3r4 q1w2e3r4t5
q1w2e3r4t5y6 1a2b3c4d 12qwaszx poiuytrewq mnbvcxz lkjhgfdsa 0987654321 987654321 87654321 7654321 654321 11111111 111111 000000
00000000 222222 333333 444444 555555 666666 777777 888888 999999 121212 123123 123123123 123321 112233 11223344 1122334455
112233445566 123654 159753 147258 147258369 159357 741852963 789456 789456123 456123 102030 131313 232323 696969 123454321
1234554321 12344321 123abc 123456a 123456abc a123456 a12345678 aa123456 aa12345678 abcabc aaaaaa whatever1 nothing nothing1
something anything everything everyone somebody nobody forever forever1 together always family family1 mother father sister
brother mommy daddy babygirl babyboy babydoll sweetie sweetheart honey honeybee sugar candy cupcake beautiful handsome gorgeous
loveme loveme1 lovelove iloveyou2 iloveyou123 iloveyousomuch ihateyou fuckyou fuckyou1 fuckoff bullshit asshole biteme
dockbridge dockbridge1 dockbridge123 acumatica acumatica1 acumatica123 shipstation shipstation1 shipping shipping1 shipment
warehouse warehouse1 warehouse123 fulfillment fulfilment logistics logistics1 inventory inventory1 integration connector
dropstream company company1 company123 business business1 office office123 manager manager1 employee customer customer1 support
support1 support123 service service1 sales sales123 account account1 finance system system32 server server1 database database1
oracle oracle1 mysql postgres postgres1 postgresql sqlserver backup backup1 network network1 security security1 secure secure123
private private1 hacker hacker1 ubuntu debian redhat centos docker docker123 kubernetes linux linux123 cisco cisco123 raspberry
january february march april may june july august september october november december monday tuesday wednesday thursday friday
saturday sunday january2026 october2025 november2025 december2025 november2026 december2026 matrix phoenix1 falcon eagle eagles
tiger tigers lion lions wolf wolves panther panthers bulldog bulldogs cowboys steelers patriots packers yankees redsox lakers
celtics raiders broncos dolphin dolphins ravens guitar drummer music music1 musical metallica slipknot nirvana beatles eminem
rockstar rockyou rockon spiderman ironman wolverine superstar superman1 batman1 batman123 starwars1 startrek gandalf frodo
merlin dragon1 dragonball goku vegeta sephiroth internet1 computer1 computer123 laptop desktop keyboard monitor printer
telephone mobile killer1 monster monster1 zombie vampire demon devil lucifer satan hell death sunshine1 sunflower moonlight
starlight midnight thunder lightning storm ocean beach island summer1 summertime wintertime snowman snowball snowflake christmas
christmas1 holiday vacation birthday princess1 prince queen king kingdom castle knight warrior soldier marine military army navy
airforce football1 baseball1 basketball1 soccer1 hockey1 tennis golf golfer running runner swimming fishing hunting racing
skateboard letmein1 letmein12 trustme trustno trustnoone believe dreamer imagine wonderful fantastic awesome amazing excellent
perfect success winner winner1 champion champions victory millionaire money money1 dollar happy happy1 happy123 smile smiley
laugh joy peace love love123 love1234 lover lovers heart hearts kisses kissme qwertyqwerty abcdefg abcdefgh abcdefghi
abcdefghijkl 1234qwer 1234abcd 123456789a 12345qwert qwert12345 qwert54321 54321 4321 asdfqwer zxcvasdf zxcv1234 pass pass1
pass12 pass123 pass1234 passpass passme passwd passcode passcode1 passphrase passkey password! password1! password01 password2
password00 password2024 password2025 password2026 passwordadmin p455w0rd p@ssw0rd p@ssword pa55word pa$$word pa$$w0rd p@55w0rd
passw0rd1 passw0rd123 p@ssw0rd1 p@ssw0rd123 hockey123 soccer123 football123 baseball123 basketball123 princess123 sunshine123
monkey123 dragon123 master123 shadow123 superman123 michael123 charlie123 jordan123 killer123 summer123 winter123 iamgod
iamtheking whoami whoareyou howareyou goodmorning goodnight goodluck goodbye thankyou please welcomehome homesweethome
verysecret verysecretpassword reallysecret notapassword nopassword mypass mypass123 mysecret mysecretpassword donttellanyone
thisismypassword thisisapassword
`;

export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(WORDS.split(/\s+/).filter(Boolean));
